import type { Target } from '../../appstream/target.ts'
import type { Clock } from '../../clock.ts'
import type { Dependency } from '../../inventory/cache/reads.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import { createAlone } from '../../shared/alone.ts'
import type { Shared } from '../../shared/shared.ts'
import { authorizationOf, type Caller } from '../access.ts'
import type { ContextRequest, GraphContext } from '../context.ts'
import { createClientTokens } from '../mutation/client-tokens.ts'
import type { Coordination } from '../mutation/coordinated-run.ts'
import { createRecentCreations } from '../mutation/recent-creations.ts'
import type { Turns } from '../pacing/turns.ts'
import { RequestContext } from './request-context.ts'
import { RequestParts, type SharedParts } from './request-parts.ts'

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
