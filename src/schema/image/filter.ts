import type { Image } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { OrderDirection, orderFields } from '../connection/order.ts'
import { isOneOf, matchesResource, requireArn, resourceFilterFields } from '../filter.ts'
import { imageState, imageVisibility } from './enums.ts'

/** Which images to list. */
export const ImageFilterInput = builder.inputType('ImageFilter', {
  description:
    'Which images to list: all members given must hold, of a list one value; an empty list matches nothing.',
  fields: (t) => ({
    ...resourceFilterFields(t),
    states: t.field({
      type: [imageState.ref],
      description: 'In one of these states; UNKNOWN for those that this release does not list.',
    }),
    visibilities: t.field({
      type: [imageVisibility.ref],
      description:
        'With one of these visibilities; without it, the private and the shared ones: AWS’s public images come on request. An image of an account that this gateway serves is PRIVATE, wherever it is shared.',
    }),
    imageBuilderSupported: t.boolean({
      description:
        'Whether image builders can be launched from it. Where AWS does not say, neither value matches.',
    }),
    baseImageArn: t.id({ description: 'Made directly from the image with this ARN.' }),
  }),
})

/** A filter as callers give it. */
export type ImageFilter = typeof ImageFilterInput.$inferInput

/** The order of a list of images. */
export const ImageOrderInput = builder.inputType('ImageOrder', {
  description: 'How to order images: by name ascending unless told; ties by ARN.',
  fields: (t) => ({
    field: t.field({
      type: builder.enumType('ImageOrderField', {
        description: 'What images can be ordered by.',
        values: orderFields,
      }),
      required: true,
      description: 'What to order by.',
    }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
  }),
})

/** Makes the test that a filter stands for. @throws BAD_USER_INPUT for a malformed ARN. */
export function matchesImage(filter: ImageFilter): (image: Image) => boolean {
  const { states, visibilities, imageBuilderSupported, baseImageArn } = filter
  if (baseImageArn != null) requireArn(baseImageArn, 'image', 'filter.baseImageArn')
  const matchesCommon = matchesResource(filter)
  return (image) => {
    const { aws } = image
    return (
      matchesCommon(image) &&
      isOneOf(imageState.of(aws.State) ?? 'UNKNOWN', states) &&
      isOneOf(imageVisibility.of(aws.Visibility) ?? 'UNKNOWN', visibilities) &&
      (imageBuilderSupported == null || aws.ImageBuilderSupported === imageBuilderSupported) &&
      (baseImageArn == null || aws.BaseImageArn === baseImageArn)
    )
  }
}
