import type { Collection } from './collection.ts'
import type { Image } from './resources.ts'

/** States that an image leaves by itself; states not listed count as stable. */
const IN_TRANSITION: ReadonlySet<string> = new Set([
  'PENDING',
  'COPYING',
  'CREATING',
  'IMPORTING',
  'VALIDATING',
  'DELETING',
])

/** Returns true if an image will leave its state by itself. */
export function isInTransition({ aws }: Image): boolean {
  return aws.State !== undefined && IN_TRANSITION.has(aws.State)
}

/** Returns true if a change of unknown result happened since the last listing; only a new listing reveals it. */
export function hasUnlistedChange(collection: Pick<Collection<unknown>, 'changedAt' | 'latest'>): boolean {
  return collection.changedAt() > (collection.latest()?.sequence ?? 0)
}
