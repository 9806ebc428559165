import { fromSdkImage } from '../../appstream/model/model.ts'
import { IMAGES } from '../../appstream/responses/listing-kinds.ts'
import { isOtherState } from '../collection/diff.ts'
import type { IndexFunction } from '../collection/item-set.ts'
import type { Kind } from '../kind.ts'
import { type Image, toImage } from '../resources.ts'

/** States that an image leaves by itself. Unknown states count as stable. */
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

/** Image kind. AWS lists images by visibility, so each target registers an inventory with three listings. */
export const imageKind: Kind<Image> = {
  name: 'Image',
  plural: 'images',
  arnType: 'image',
  listing: { operation: 'DescribeImages', input: {}, described: IMAGES },
  keyOf: ({ arn }) => arn,
  toResource: toImage,
  fromResponse: (target, response) => toImage(target, fromSdkImage({ Name: undefined, ...response })),
  isInTransition,
  maxNames: undefined,
  isChanged: isOtherState,
}

/** Indexes of image collections. */
export const imageIndexes = {
  baseImageArn: ({ aws }) => aws.BaseImageArn,
  /** Name of the builder, which is in the account and region of the image. */
  imageBuilderName: ({ aws }) => aws.ImageBuilderName,
} as const satisfies Readonly<Record<string, IndexFunction<Image>>>
