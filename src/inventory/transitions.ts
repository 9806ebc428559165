import type { Collection } from './collection.ts'
import type { Image } from './resources.ts'

/** The states that an image leaves by itself; an unlisted one is taken to be lasting. */
const IN_TRANSITION: ReadonlySet<string> = new Set([
  'PENDING',
  'COPYING',
  'CREATING',
  'IMPORTING',
  'VALIDATING',
  'DELETING',
])

/** Returns whether an image is on its way to another state by itself. */
export function isInTransition({ aws }: Image): boolean {
  return aws.State !== undefined && IN_TRANSITION.has(aws.State)
}

/** Returns whether something was changed since the last listing that no observation shows: only another listing does. */
export function hasUnclearChange(collection: Pick<Collection<unknown>, 'changedAt' | 'latest'>): boolean {
  return collection.changedAt() > (collection.latest()?.sequence ?? 0)
}
