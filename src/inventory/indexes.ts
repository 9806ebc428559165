import type { IndexFunction } from './item-set.ts'
import type { AnyResource } from './resources.ts'

/** Index of resources by name. */
export const byName: IndexFunction<AnyResource> = ({ name }) => name

/** Index of resources by owning account and region; omits public images of AWS, which have no owner. */
export const byOwner: IndexFunction<AnyResource> = ({ accountId, region }) =>
  accountId === undefined ? undefined : `${accountId}/${region}`
