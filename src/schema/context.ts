import type { GraphQLError } from 'graphql'
import type { Target } from '../appstream/target.ts'
import type { Clock } from '../clock.ts'
import type { Dependency } from '../inventory/cache/reads.ts'
import type { Inventory, Reading } from '../inventory/inventory.ts'
import { createAlone } from '../shared/alone.ts'
import type { Shared } from '../shared/shared.ts'
import { authorizationOf, type Caller, type Permissions } from './access.ts'
import type { Loaders } from './loaders.ts'
import type { Audit } from './mutation/audit.ts'
import { type ClientTokens, createClientTokens } from './mutation/client-tokens.ts'
import type { Coordination } from './mutation/coordinated-run.ts'
import { createRecentCreations, type RecentCreations } from './mutation/recent-creations.ts'
import type { Turns } from './pacing/turns.ts'
import type { Reads } from './reads.ts'
import { RequestContext } from './request-context.ts'
import { RequestParts, type SharedParts } from './request-parts.ts'

/** Context of one request, available to its resolvers. */
export interface GraphContext {
  readonly inventory: Inventory
  readonly loaders: Loaders
  /** Inventory reads of the request, where no loader applies. */
  readonly reading: Reading
  /** Aborts when nobody waits for the response; cancels reads and writes of the request. */
  readonly signal: AbortSignal | undefined
  /** Counts an AWS call of the request, for the response extensions. */
  readonly onSend: () => void
  /** Clock. Access makes the answer unrepeatable; {@link hasPassed} compares a time without that. */
  readonly clock: Clock
  /** Returns true if this time has passed, in epoch milliseconds; if not, the answer may be kept only until then. */
  hasPassed(timeMs: number): boolean
  /** Schedules large executions in time slices. */
  readonly turns: Turns
  readonly tokens: ClientTokens
  readonly recentCreations: RecentCreations
  /** Milliseconds that a fleet may be STARTING or STOPPING before that is a finding. */
  readonly fleetStartOverdueMs: number
  readonly audit: Audit
  /** Permissions of the caller. */
  readonly caller: Permissions
  /** Name of the caller. Access makes the answer unrepeatable, since callers with equal permissions share answers. */
  readonly callerName: string
  /** Subject of the caller's token; undefined without one. Access makes the answer unrepeatable. */
  readonly callerSubject: string | undefined
  /** Key that requests of the same authorization and freshness share, so that they can share results. */
  readonly sharingKey: string
  /** Errors that null the whole response, deferred until its last mutation has run. */
  readonly deferredErrors: GraphQLError[]
  /** Returns the response extensions: values served stale because AWS failed, and AWS usage. */
  responseExtensions(): Record<string, unknown> | undefined
  /** Everything that the answer depends on. */
  readonly reads: Reads
  /**
   * Creates a copy without loaded data; each event of a subscription resolves with its own. The function does not
   * retain this context.
   */
  readonly renewed: (signal: AbortSignal) => GraphContext
}

/** Options of {@link createContextFactory}. */
export interface ContextOptions {
  readonly inventory: Inventory
  readonly clock: Clock
  readonly turns: Turns
  /** Maximum number of AWS calls of one request; 0 means no limit. Default: 0. */
  readonly maxUpstreamCalls?: number
  /** See {@link GraphContext.fleetStartOverdueMs}. Default: 1,800,000 (half an hour). */
  readonly fleetStartOverdueMs?: number
  /** State that several replicas share. Default: that of a single process. */
  readonly shared?: Shared
  /** Coordinates mutations with client tokens between replicas. Default: this process is the only one. */
  readonly coordination?: Coordination | undefined
}

/** Options of one request. */
export interface ContextRequest {
  readonly caller: Caller
  /** True to bypass the cache: reads succeed only from AWS. */
  readonly noCache: boolean
  /** True to report AWS usage and the age of the data. Default: false. */
  readonly upstreamInfo?: boolean
  /** Cancels the request. */
  readonly signal?: AbortSignal | undefined
  readonly audit: Audit
}

/** Creates a function that creates the context of each request. */
export function createContextFactory(options: ContextOptions): (request: ContextRequest) => GraphContext {
  const { inventory, clock, turns, maxUpstreamCalls = 0, fleetStartOverdueMs = 1_800_000 } = options
  /** Sharing keys by caller, computed once: thousands of subscriptions hold the same string. */
  const sharingKeys = new WeakMap<Caller, Map<string, string>>()

  function sharingKeyOf({ caller, noCache, upstreamInfo = false }: ContextRequest): string {
    const keys = sharingKeys.get(caller) ?? new Map<string, string>()
    sharingKeys.set(caller, keys)
    const how = `${noCache} ${upstreamInfo}`
    const key = keys.get(how) ?? JSON.stringify([authorizationOf(caller), noCache, upstreamInfo])
    keys.set(how, key)
    return key
  }

  const shared: SharedParts = {
    inventory,
    clock,
    turns,
    maxUpstreamCalls,
    fleetStartOverdueMs,
    tokens: createClientTokens(clock, options.coordination),
    recentCreations: createRecentCreations(clock, options.shared ?? createAlone(clock)),
    sharingKeyOf,
    identityDependency: createIdentityDependency(inventory.targets),
  }
  return (request) => new RequestContext(new RequestParts(shared, request))
}

/** Creates the source of the dependencies on the accounts and partitions of targets, which reads may reveal. */
function createIdentityDependency(targets: readonly Target[]): () => Dependency | undefined {
  const countUnidentified = () => targets.reduce((sum, { isIdentified }) => sum + (isIdentified ? 0 : 1), 0)
  let known: { readonly count: number; readonly dependency: Dependency } | undefined
  return () => {
    const count = countUnidentified()
    if (count === 0) return undefined
    if (known?.count !== count)
      known = { count, dependency: { isCurrent: () => countUnidentified() === count } }
    return known.dependency
  }
}
