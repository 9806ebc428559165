import { parseArn } from './arn.ts'
import { type ClientOptions, type Credentials, createClient } from './client.ts'
import type { UpstreamError } from './exceptions.ts'
import { teachMissingMembers } from './model.ts'
import { type AppStreamReader, createReader, type Deadlines } from './operations.ts'

/** One account in one region: what the gateway reads from and writes to. */
export interface Target {
  /** Names the target in this process: role (or `default`) and region. */
  readonly key: string
  readonly region: string
  readonly endpoint: string
  /** 12 digits: from the role's ARN or the configuration, else learned from the first ARN seen of its own; until then unknown. */
  readonly accountId: string | undefined
  /** Whether the last call got an answer; undefined before the first. */
  readonly reachable: boolean | undefined
  /** What the last call failed with; undefined after a success. */
  readonly lastError: string | undefined
  readonly reader: AppStreamReader
  /** Learns the account from an ARN of a resource that this target owns. */
  learnAccount(ownArn: string | undefined): void
}

/** The targets of a gateway, and the clients behind them. */
export interface Targets {
  readonly all: readonly Target[]
  /** Aborts the calls under way and closes every connection. */
  close(): void
}

/** Which accounts and regions, and how to reach them. */
export interface TargetsOptions extends Pick<ClientOptions, 'retry'> {
  readonly kind: 'aws' | 'emulator'
  readonly regions: readonly string[]
  /** Each is another account; none: the account of the credentials themselves. */
  readonly roleArns: readonly string[]
  /** The account of the credentials themselves, where it is known. */
  readonly accountId?: string
  readonly endpoint?: string
  readonly deadlines: Deadlines
}

/** The emulator's account unless told otherwise. */
const EMULATOR_ACCOUNT_ID = '123456789012'

/** Makes the targets: roles x regions, in the order of the configuration. */
export function createTargets(options: TargetsOptions): Targets {
  teachMissingMembers()
  const stopped = new AbortController()
  const clients: { destroy(): void }[] = []
  const roles = options.roleArns.length > 0 ? options.roleArns : [undefined]
  const all = roles.flatMap((roleArn) =>
    options.regions.map((region) => {
      const accountId =
        accountOfRole(roleArn) ??
        options.accountId ??
        (options.kind === 'emulator' ? EMULATOR_ACCOUNT_ID : undefined)
      const client = createClient({
        region,
        credentials: credentialsOf(options.kind, roleArn, accountId),
        retry: options.retry,
        ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
      })
      clients.push(client)
      return createTarget({
        key: `${roleArn ?? 'default'}@${region}`,
        region,
        endpoint: options.endpoint ?? awsEndpoint(region),
        accountId,
        createReader: (observe) => createReader(client, options.deadlines, observe, stopped.signal),
      })
    }),
  )
  return {
    all,
    close() {
      stopped.abort()
      for (const client of clients) client.destroy()
    },
  }
}

function createTarget(options: {
  readonly key: string
  readonly region: string
  readonly endpoint: string
  readonly accountId: string | undefined
  readonly createReader: (observe: (outcome: UpstreamError | undefined) => void) => AppStreamReader
}): Target {
  let { accountId } = options
  let reachable: boolean | undefined
  let lastError: string | undefined
  const reader = options.createReader((error) => {
    // A refusal of one request is an answer all the same.
    reachable = error === undefined || error.code === 'UPSTREAM_REJECTED'
    lastError = reachable ? undefined : error?.message
  })
  return {
    key: options.key,
    region: options.region,
    endpoint: options.endpoint,
    reader,
    get accountId() {
      return accountId
    },
    get reachable() {
      return reachable
    },
    get lastError() {
      return lastError
    },
    learnAccount(ownArn) {
      if (accountId === undefined && ownArn !== undefined)
        accountId = parseArn(ownArn)?.accountId || undefined
    },
  }
}

function credentialsOf(kind: 'aws' | 'emulator', roleArn?: string, accountId?: string): Credentials {
  if (kind === 'emulator') return { kind, accountId: accountId ?? EMULATOR_ACCOUNT_ID }
  return { kind: 'chain', ...(roleArn !== undefined && { roleArn }) }
}

function accountOfRole(roleArn: string | undefined): string | undefined {
  return roleArn?.split(':')[4]
}

function awsEndpoint(region: string): string {
  return `https://appstream2.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}
