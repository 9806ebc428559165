import type { Image } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { isOneOf, matchesResource, requireArn } from '../filter.ts'
import { OrderDirection, orderFields } from '../order.ts'
import { platform } from '../platform.ts'
import { imageState, imageVisibility } from './enums.ts'

/** Which images to list. */
export const ImageFilterInput = builder.inputType('ImageFilter', {
  description:
    'Which images to list: every member given must hold, and for a list one of its values; an empty list matches nothing.',
  fields: (t) => ({
    names: t.stringList({ description: 'These names exactly.' }),
    namePrefix: t.string({ description: 'Names that start so; case-sensitive.' }),
    nameContains: t.string({ description: 'Names that contain this; not case-sensitive.' }),
    states: t.field({ type: [imageState.ref], description: 'In one of these states.' }),
    visibilities: t.field({
      type: [imageVisibility.ref],
      description:
        'Of these visibilities; without it, the private and the shared ones: AWS’s public images come on request.',
    }),
    platforms: t.field({ type: [platform.ref], description: 'On one of these platforms.' }),
    imageBuilderSupported: t.boolean({ description: 'Whether a builder can be launched from it.' }),
    baseImageArn: t.id({ description: 'Made from the image with this ARN.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Created after this moment.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
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
  const { states, visibilities, platforms, imageBuilderSupported, baseImageArn } = filter
  if (baseImageArn != null) requireArn(baseImageArn, 'image', 'filter.baseImageArn')
  const matchesCommon = matchesResource(filter)
  return (image) => {
    const { aws } = image
    return (
      matchesCommon(image) &&
      isOneOf(imageState.of(aws.State) ?? 'UNKNOWN', states) &&
      isOneOf(imageVisibility.of(aws.Visibility) ?? 'UNKNOWN', visibilities) &&
      isOneOf(platform.of(aws.Platform), platforms) &&
      (imageBuilderSupported == null || aws.ImageBuilderSupported === imageBuilderSupported) &&
      (baseImageArn == null || aws.BaseImageArn === baseImageArn)
    )
  }
}
