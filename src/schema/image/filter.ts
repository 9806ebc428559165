import type { Image } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import type { DistinctReader } from '../connection/distinct.ts'
import type { Filter } from '../connection/list-reading.ts'
import { OrderDirection, orderFields } from '../connection/order.ts'
import { isEmptyFilter, requireArn, resourceFilter, resourceFilterFields } from '../filter.ts'
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

/** Returns the filter that a caller gave; undefined when it lets every image pass. @throws BAD_USER_INPUT for a malformed ARN. */
export function imageFilter(filter: ImageFilter, distinct: DistinctReader): Filter<Image> | undefined {
  const { imageBuilderSupported, baseImageArn } = filter
  if (baseImageArn != null) requireArn(baseImageArn, 'image', 'filter.baseImageArn')
  if (isEmptyFilter(filter)) return undefined
  const common = resourceFilter(filter, distinct)
  const states = distinct(filter.states)
  const visibilities = distinct(filter.visibilities)
  return {
    key: JSON.stringify([common.key, states.key, visibilities.key, imageBuilderSupported, baseImageArn]),
    matches(image) {
      const { aws } = image
      return (
        common.matches(image) &&
        states.has(imageState.of(aws.State) ?? 'UNKNOWN') &&
        visibilities.has(imageVisibility.of(aws.Visibility) ?? 'UNKNOWN') &&
        (imageBuilderSupported == null || aws.ImageBuilderSupported === imageBuilderSupported) &&
        (baseImageArn == null || aws.BaseImageArn === baseImageArn)
      )
    },
  }
}
