import { LRUCache } from 'lru-cache'
import type { Target } from '../../appstream/target.ts'
import type { Clock } from '../../clock.ts'

/** Resource that a mutation creates or to which it refers. */
export interface ReferredResource {
  readonly target: Pick<Target, 'key'>
  /** Resource type in the ARN, for example `fleet`. */
  readonly resourceType: string
  readonly name: string
}

/** Record of resources that this process created recently, which AWS may not yet find everywhere. */
export interface RecentCreations {
  add(resource: ReferredResource): void
  /** Removes a deleted resource. */
  delete(resource: ReferredResource): void
  has(resource: ReferredResource): boolean
}

/** Other tools, for example the Terraform provider, retry for the same time. */
const RECENT_MS = 900_000
/** Maximum number of entries. The least recently created one is evicted first. */
const MAX_KEPT = 10_000

/** Creates an empty record of recent creations. */
export function createRecentCreations(clock: Clock): RecentCreations {
  const createdAt = new LRUCache<string, number>({ max: MAX_KEPT })
  const keyOf = ({ target, resourceType, name }: ReferredResource) => `${target.key} ${resourceType} ${name}`
  return {
    add: (resource) => void createdAt.set(keyOf(resource), clock.now()),
    delete: (resource) => void createdAt.delete(keyOf(resource)),
    has(resource) {
      // Asking about a resource does not make it more recent.
      const created = createdAt.peek(keyOf(resource))
      return created !== undefined && clock.now() - created < RECENT_MS
    },
  }
}
