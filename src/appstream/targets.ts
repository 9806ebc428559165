import { meterAttempts } from './attempts.ts'
import type { Deadlines } from './calls.ts'
import { type ClientOptions, type Credentials, createClient, createTransport } from './client.ts'
import { type CallConditions, defaultConditions } from './conditions.ts'
import { teachMissingMembers } from './model.ts'
import { createTarget, type Target } from './target.ts'

/** The targets of a gateway, and the clients behind them. */
export interface Targets {
  readonly all: readonly Target[]
  /** Aborts the calls under way and closes every connection. */
  close(): void
}

/** Which accounts and regions, and how to reach them. */
export interface TargetsOptions extends Pick<ClientOptions, 'retry'>, Partial<CallConditions> {
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
  const { kind, endpoint } = options
  const stopped = new AbortController()
  const transport = meterAttempts(createTransport())
  const shared = { ...defaultConditions(), ...options }
  const roles = options.roleArns.length > 0 ? options.roleArns : [undefined]
  const all = roles.flatMap((roleArn) => {
    const accountId =
      accountOfRole(roleArn) ?? options.accountId ?? (kind === 'emulator' ? EMULATOR_ACCOUNT_ID : undefined)
    const credentials = credentialsOf(kind, roleArn, accountId)
    return options.regions.map((region) =>
      createTarget({
        ...shared,
        key: `${roleArn ?? 'default'}@${region}`,
        region,
        endpoint: endpoint ?? awsEndpoint(region),
        accountId,
        connect: (retrying) =>
          createClient({
            region,
            credentials,
            transport,
            retry: retrying,
            ...(endpoint !== undefined && { endpoint }),
          }),
        stopped: stopped.signal,
      }),
    )
  })
  return {
    all,
    close() {
      stopped.abort()
      transport.destroy()
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
