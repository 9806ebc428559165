import { IMAGES } from '../appstream/described-kinds.ts'
import { fromSdkImage } from '../appstream/model.ts'
import { isOtherState } from './diff.ts'
import type { IndexFunction } from './item-set.ts'
import type { Kind } from './kind.ts'
import { type Image, toImage } from './resources.ts'
import { isInTransition } from './transitions.ts'

/** Images; AWS lists them by visibility, so each target registers an inventory of three listings for them. */
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

/** The indexes of image collections. */
export const imageIndexes = {
  baseImageArn: ({ aws }) => aws.BaseImageArn,
  /** The name of a builder in the account and region of the image. */
  imageBuilderName: ({ aws }) => aws.ImageBuilderName,
} as const satisfies Readonly<Record<string, IndexFunction<Image>>>
