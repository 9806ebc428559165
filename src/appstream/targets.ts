import { type AccountsOptions, accountsOf, credentialsOf, emulatorCredentials } from './accounts.ts'
import { meterAttempts } from './attempts.ts'
import type { Deadlines } from './calls.ts'
import { type ClientOptions, createClient, createTransport } from './client.ts'
import { type CallConditions, defaultConditions } from './conditions.ts'
import type { CredentialProvider } from './kept-credentials.ts'
import { teachMissingMembers } from './model.ts'
import { createRoleAssumer } from './roles.ts'
import { type Connect, createTarget, type Target } from './target.ts'

/** The targets of a gateway, and the clients behind them. */
export interface Targets {
  readonly all: readonly Target[]
  /** Aborts the calls under way and closes every connection. */
  close(): void
}

/** Which accounts and regions, and how to reach them. */
export interface TargetsOptions
  extends AccountsOptions,
    Pick<ClientOptions, 'retry'>,
    Partial<CallConditions> {
  readonly regions: readonly string[]
  readonly endpoint?: string
  /** Of STS, which gives the credentials of roles. */
  readonly stsEndpoint?: string
  /** Whether mutations assume their role for each caller, so that AWS is told who it is. */
  readonly sessionTags?: boolean
  readonly deadlines: Deadlines
}

/** Makes the targets: accounts x regions, in the order of the configuration. */
export function createTargets(options: TargetsOptions): Targets {
  teachMissingMembers()
  const { kind, endpoint, stsEndpoint, sessionTags = false, retry, deadlines } = options
  const stopped = new AbortController()
  const transport = createTransport()
  // What is asked of STS is no part of AppStream's budget.
  const metered = meterAttempts(transport)
  const conditions = { ...defaultConditions(), ...options }
  const assumeRole = createRoleAssumer({
    ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }),
    transport,
    retry,
    deadlineMs: deadlines.callMs,
    stopped: stopped.signal,
  })

  function connector(region: string, credentials: CredentialProvider | undefined): Connect {
    const client = {
      region,
      transport: metered,
      ...(credentials !== undefined && { credentials }),
      ...(endpoint !== undefined && { endpoint }),
    }
    return (retrying, bodyReaders) =>
      createClient({ ...client, retry: retrying, ...(bodyReaders !== undefined && { bodyReaders }) })
  }

  const all = accountsOf(options).flatMap((account) =>
    options.regions.map((region) => {
      const { reading, writing } =
        kind === 'emulator'
          ? emulatorCredentials(account)
          : credentialsOf(account, region, assumeRole, sessionTags)
      return createTarget({
        ...conditions,
        key: `${account.name}@${region}`,
        region,
        endpoint: endpoint ?? awsEndpoint(region),
        accountId: account.accountId,
        connect: connector(region, reading),
        connectWriters:
          'shared' in writing
            ? { shared: connector(region, writing.shared) }
            : { byCaller: (caller) => connector(region, writing.byCaller(caller)) },
        stopped: stopped.signal,
      })
    }),
  )
  return {
    all,
    close() {
      stopped.abort()
      transport.destroy()
    },
  }
}

function awsEndpoint(region: string): string {
  return `https://appstream2.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}
