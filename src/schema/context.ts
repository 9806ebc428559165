import { GraphQLError } from 'graphql'
import { isUpstreamError } from '../appstream/exceptions.ts'
import type { Clock } from '../clock.ts'
import type { StaleRead } from '../inventory/cache/reads.ts'
import type { Inventory, Reading } from '../inventory/inventory.ts'
import { createAlone } from '../shared/alone.ts'
import type { Shared } from '../shared/shared.ts'
import { authorizationOf, type Caller, mayUse } from './access.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { Audit } from './mutation/audit.ts'
import { type ClientTokens, createClientTokens } from './mutation/client-tokens.ts'
import type { Coordination } from './mutation/coordinated-run.ts'
import { createRecentCreations, type RecentCreations } from './mutation/recent-creations.ts'
import type { Turns } from './pacing/turns.ts'
import { createReads, type Reads } from './reads.ts'
import { createUpstreamUse } from './upstream-use.ts'

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
  readonly clock: Clock
  /** Schedules large executions in time slices. */
  readonly turns: Turns
  readonly tokens: ClientTokens
  readonly recentCreations: RecentCreations
  /** Milliseconds that a fleet may be STARTING or STOPPING before that is a finding. */
  readonly fleetStartOverdueMs: number
  readonly audit: Audit
  /** Caller of a request, with its permissions. */
  readonly caller: Caller
  /** Key that requests of the same authorization and freshness share, so that they can share results. */
  readonly sharingKey: string
  /** Errors that null the whole response, deferred until its last mutation has run. */
  readonly deferredErrors: GraphQLError[]
  /** Returns the response extensions: values served stale because AWS failed, and AWS usage. */
  readonly responseExtensions: () => Record<string, unknown> | undefined
  /** Everything that the answer depends on. */
  readonly reads: Reads
  /** Returns a copy without loaded data; each event of a subscription resolves with its own. */
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
  const { inventory: whole, clock, turns, maxUpstreamCalls = 0, fleetStartOverdueMs = 1_800_000 } = options
  const tokens = createClientTokens(clock, options.coordination)
  const recentCreations = createRecentCreations(clock, options.shared ?? createAlone(clock))
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

  return function createContext(request): GraphContext {
    const { caller, noCache, audit, signal, upstreamInfo = false } = request
    const inventory = whole.narrowedTo((target) => mayUse(caller, target))
    const stale: StaleRead[] = []
    const use = createUpstreamUse(clock, maxUpstreamCalls)
    const { onSend, onObserved, takeCalls, checkCalls } = use
    const onStale = (answer: StaleRead) => stale.push(answer)
    const reads = createReads(clock)
    const onRead = reads.note
    const reading = inventory.begin({
      noCache,
      signal,
      onStale,
      onSend,
      onObserved,
      onRead,
      takeCalls,
      checkCalls,
    })
    return {
      inventory,
      reading,
      signal,
      onSend,
      clock,
      turns,
      tokens,
      recentCreations,
      fleetStartOverdueMs,
      audit,
      caller,
      sharingKey: sharingKeyOf(request),
      loaders: createLoaders(inventory, reading, turns),
      deferredErrors: [],
      reads,
      renewed: (eventSignal) => createContext({ ...request, signal: eventSignal }),
      responseExtensions() {
        const reportsUse = upstreamInfo || use.isLarge()
        if (stale.length === 0 && !reportsUse) return undefined
        return {
          ...(stale.length > 0 && { stale: stale.map(describeStale) }),
          ...(reportsUse && { upstream: use.summary() }),
        }
      },
    }
  }
}

function describeStale({ what, observedAt, error }: StaleRead) {
  return {
    what,
    observedAt: new Date(observedAt).toISOString(),
    // Other error messages could leak internals.
    because: isUpstreamError(error) || error instanceof GraphQLError ? error.message : 'unexpected error',
  }
}
