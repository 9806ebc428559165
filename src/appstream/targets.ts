import type { NetworkOptions } from './agents.ts'
import { meterAttempts } from './calls/attempts.ts'
import type { Deadlines } from './calls/calls.ts'
import { type CallConditions, defaultConditions } from './calls/conditions.ts'
import { type ClientOptions, createClient, createTransport } from './client.ts'
import {
  type AccountsOptions,
  accountsOf,
  credentialsOf,
  emulatorCredentials,
} from './credentials/accounts.ts'
import { createOwnCredentials } from './credentials/own-credentials.ts'
import { createRoleAssumer } from './credentials/roles.ts'
import { endpointOf } from './endpoint.ts'
import { patchSdkSchema } from './model/model.ts'
import { createPageScheduler } from './responses/page-scheduler.ts'
import { type Connect, createTarget, type Target } from './target.ts'

/** Targets of the gateway, with their clients. */
export interface Targets {
  readonly all: readonly Target[]
  /** Aborts calls in flight and closes all connections. */
  close(): void
}

/** Accounts, regions and their connections. */
export interface TargetsOptions
  extends AccountsOptions,
    Pick<ClientOptions, 'retry'>,
    Partial<CallConditions> {
  readonly regions: readonly string[]
  /** Custom AppStream endpoint. Default: that of each region. */
  readonly endpoint?: string
  /** Selects the kind of regional endpoint; does not apply to a custom endpoint. */
  readonly fips?: boolean
  readonly dualstack?: boolean
  /** Proxies and certificates of the connections to AWS. */
  readonly network?: NetworkOptions
  /** External id sent with every role assumption. */
  readonly externalId?: string
  /** Receives errors of background renewals of role credentials. */
  readonly onRenewalFailed?: (error: unknown) => void
  /** Custom STS endpoint for assuming roles. */
  readonly stsEndpoint?: string
  /** True if mutations assume their role once per caller, which identifies the caller to AWS. Default: false. */
  readonly sessionTags?: boolean
  readonly deadlines: Deadlines
}

/** Creates the targets, one per account and region, in the order of the configuration. */
export function createTargets(options: TargetsOptions): Targets {
  patchSdkSchema()
  const { kind, stsEndpoint, externalId, sessionTags = false, retry, deadlines } = options
  const stopped = new AbortController()
  const transport = createTransport(options.network ?? {})
  // STS calls do not count against AppStream's budget.
  const metered = meterAttempts(transport)
  const pageTurns = createPageScheduler()
  const conditions = { ...defaultConditions(), ...options }
  const own = {
    transport,
    hasOwnEndpoint: stsEndpoint !== undefined,
    deadlineMs: deadlines.callMs,
    stopped: stopped.signal,
  }
  const ownByRegion = new Map(options.regions.map((region) => [region, createOwnCredentials(own, region)]))
  const ownCredentials = (region: string) => ownByRegion.get(region) ?? createOwnCredentials(own, region)
  const assumeRole = createRoleAssumer({
    ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }),
    ...(externalId !== undefined && { externalId }),
    ownCredentials,
    transport,
    retry,
    deadlineMs: deadlines.callMs,
    stopped: stopped.signal,
    onRenewalFailed: options.onRenewalFailed ?? (() => {}),
  })

  function connector(region: string, credentials = ownCredentials(region)): Connect {
    const client = {
      region,
      endpoint: endpointOf(region, options),
      transport: metered,
      credentials,
      pageTurns,
    }
    return (retrying, bodyReaders) => createClient({ ...client, retry: retrying, bodyReaders })
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
        endpoint: endpointOf(region, options),
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
