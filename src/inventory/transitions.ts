import type { Collection } from './collection.ts'
import type { Image, ImageBuilder } from './resources.ts'

/** The states that a resource stays in until somebody does something; an unlisted one is taken to be such. */
const IN_TRANSITION: Readonly<Record<(Image | ImageBuilder)['kind'], ReadonlySet<string>>> = {
  Image: new Set(['PENDING', 'COPYING', 'CREATING', 'IMPORTING', 'VALIDATING', 'DELETING']),
  ImageBuilder: new Set([
    'PENDING',
    'UPDATING_AGENT',
    'STOPPING',
    'REBOOTING',
    'SNAPSHOTTING',
    'DELETING',
    'UPDATING',
    'PENDING_QUALIFICATION',
    'PENDING_SYNCING_APPS',
    'SYNCING_APPS',
    'PENDING_IMAGE_IMPORT',
  ]),
}

/** Whether a resource is on its way to another state by itself. */
export function isInTransition({ kind, aws }: Image | ImageBuilder): boolean {
  return aws.State !== undefined && IN_TRANSITION[kind].has(aws.State)
}

/** Whether something was changed since the last listing that no observation shows: only another listing does. */
export function hasUnclearChange(collection: Collection<Image> | Collection<ImageBuilder>): boolean {
  return collection.changedAt() > (collection.latest()?.sequence ?? 0)
}
