import { isUpstreamError } from '../appstream/exceptions.ts'
import type { StaleAnswer } from '../inventory/cached.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/** What a resolver can reach; made for each request. */
export interface GraphContext {
  readonly inventory: Inventory
  readonly loaders: Loaders
  /** What the response tells beside its data: which answers are older than they should be, because AWS failed. */
  readonly responseExtensions: () => Record<string, unknown> | undefined
}

/** Makes a request's context. With `noCache` it reads AWS, or fails. */
export function createContext(inventory: Inventory, request: { readonly noCache: boolean }): GraphContext {
  const stale: StaleAnswer[] = []
  const read = inventory.begin({ noCache: request.noCache, onStale: (answer) => stale.push(answer) })
  return {
    inventory,
    loaders: createLoaders(inventory, read),
    responseExtensions: () => (stale.length === 0 ? undefined : { stale: stale.map(describeStale) }),
  }
}

function describeStale({ what, observedAt, error }: StaleAnswer) {
  return {
    what,
    observedAt: new Date(observedAt).toISOString(),
    // Anything but a failed call would tell internals.
    because: isUpstreamError(error) ? error.message : 'unexpected error',
  }
}
