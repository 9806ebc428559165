import { LRUCache } from 'lru-cache'
import type { Target } from '../../appstream/target.ts'
import type { Clock } from '../../clock.ts'

/** A resource that a mutation refers to, or creates. */
export interface ReferredResource {
  readonly target: Pick<Target, 'key'>
  /** As in its ARN, e.g. `fleet`. */
  readonly resourceType: string
  readonly name: string
}

/** The resources that this process has created lately: AWS may not find them everywhere yet. */
export interface RecentCreations {
  add(resource: ReferredResource): void
  /** Forgets a resource that was deleted. */
  delete(resource: ReferredResource): void
  has(resource: ReferredResource): boolean
}

/** Other tools retry for as long, e.g. the Terraform provider. */
const RECENT_MS = 900_000
/** The least recently created one is evicted first. */
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
