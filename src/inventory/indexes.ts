import type { IndexFunction } from './item-set.ts'
import type { AnyResource, Image } from './resources.ts'

/** Groups resources by name. */
export const byName: IndexFunction<AnyResource> = ({ name }) => name

/** Groups resources by the account and region that own them; AWS's public images have no owner. */
export const byOwner: IndexFunction<AnyResource> = ({ accountId, region }) =>
  accountId === undefined ? undefined : `${accountId}/${region}`

/** The indexes of image collections. */
export const imageIndexes = {
  baseImageArn: ({ aws }) => aws.BaseImageArn,
  /** The name means a builder of the image's own account and region. */
  imageBuilderName: ({ aws }) => aws.ImageBuilderName,
} as const satisfies Readonly<Record<string, IndexFunction<Image>>>
