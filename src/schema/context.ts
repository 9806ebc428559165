import { GraphQLError } from 'graphql'
import { isUpstreamError } from '../appstream/exceptions.ts'
import type { StaleAnswer } from '../inventory/cached.ts'
import type { Clock } from '../inventory/clock.ts'
import type { Inventory, Reading } from '../inventory/inventory.ts'
import { authorizationOf, type Caller, mayUse } from './access.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { Audit } from './mutation/audit.ts'
import { type ClientTokens, createClientTokens } from './mutation/client-tokens.ts'
import { createRecentCreations, type RecentCreations } from './mutation/recent-creations.ts'
import type { Turns } from './pacing/turns.ts'
import { createUpstreamUse } from './upstream-use.ts'

/** What a resolver can reach; made for each request. */
export interface GraphContext {
  readonly inventory: Inventory
  readonly loaders: Loaders
  /** How the request reads where no loader does. */
  readonly reading: Reading
  /** Aborts when nobody waits for the answer any more: what the request has AWS do is given up, reads and writes. */
  readonly signal: AbortSignal | undefined
  /** To be told of what is sent to AWS for the request, for what the response tells of that. */
  readonly onSend: () => void
  readonly clock: Clock
  /** Lets executions that are large yield to the event loop. */
  readonly turns: Turns
  readonly tokens: ClientTokens
  readonly recentCreations: RecentCreations
  /** How long a fleet may be STARTING or STOPPING before that is a finding. */
  readonly fleetStartOverdueMs: number
  readonly audit: Audit
  /** Who asks, and what they may. */
  readonly caller: Caller
  /** Requests of the same key may share what was made for one of them: the same authorization, and the same freshness. */
  readonly sharingKey: string
  /** Errors that null the whole answer, kept until the last of its mutations has run. */
  readonly deferredErrors: GraphQLError[]
  /** What the response tells beside its data: what is older than it should be, because AWS failed; what AWS was asked. */
  readonly responseExtensions: () => Record<string, unknown> | undefined
  /** A context like this one that has read nothing yet: each event of a subscription resolves with one of its own. */
  readonly renewed: (signal: AbortSignal) => GraphContext
}

/** What the contexts of all requests share. */
export interface ContextOptions {
  readonly inventory: Inventory
  readonly clock: Clock
  readonly turns: Turns
  /** Calls to AWS that one request may make; 0 means no limit. */
  readonly maxUpstreamCalls?: number
  /** See {@link GraphContext.fleetStartOverdueMs}; half an hour by default. */
  readonly fleetStartOverdueMs?: number
}

/** What a request says of itself. */
export interface ContextRequest {
  readonly caller: Caller
  /** It is answered from AWS, or not at all. */
  readonly noCache: boolean
  /** It wants to know what it cost AWS, and how old its answer is. */
  readonly upstreamInfo?: boolean
  /** Gives up what it waits for. */
  readonly signal?: AbortSignal | undefined
  readonly audit: Audit
}

/** Makes what makes each request's context. */
export function createContextFactory(options: ContextOptions): (request: ContextRequest) => GraphContext {
  const { inventory: whole, clock, turns, maxUpstreamCalls = 0, fleetStartOverdueMs = 1_800_000 } = options
  const tokens = createClientTokens(clock)
  const recentCreations = createRecentCreations(clock)
  /** The sharing keys of each caller, made once: thousands of a caller's subscriptions hold theirs. */
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
    const stale: StaleAnswer[] = []
    const use = createUpstreamUse(clock, maxUpstreamCalls)
    const { onSend, onObserved, takeCalls } = use
    const onStale = (answer: StaleAnswer) => stale.push(answer)
    const reading = inventory.begin({ noCache, signal, onStale, onSend, onObserved, takeCalls })
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

function describeStale({ what, observedAt, error }: StaleAnswer) {
  return {
    what,
    observedAt: new Date(observedAt).toISOString(),
    // Anything but a failed call would tell internals.
    because: isUpstreamError(error) || error instanceof GraphQLError ? error.message : 'unexpected error',
  }
}
