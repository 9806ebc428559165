import type { ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import type { DistinctReader } from '../connection/distinct.ts'
import type { Filter } from '../connection/list-reading.ts'
import { OrderDirection, orderFields } from '../connection/order.ts'
import { isEmptyFilter, requireArn, resourceFilter, resourceFilterFields } from '../filter.ts'
import { imageBuilderState } from './enums.ts'

/** Which image builders to list. */
export const ImageBuilderFilterInput = builder.inputType('ImageBuilderFilter', {
  description:
    'Which image builders to list: all members given must hold, of a list one value; an empty list matches nothing.',
  fields: (t) => ({
    ...resourceFilterFields(t),
    states: t.field({
      type: [imageBuilderState.ref],
      description: 'In one of these states; UNKNOWN for those that this release does not list.',
    }),
    imageArn: t.id({ description: 'Launched from the image with this ARN.' }),
  }),
})

/** A filter as callers give it. */
export type ImageBuilderFilter = typeof ImageBuilderFilterInput.$inferInput

/** The order of a list of image builders. */
export const ImageBuilderOrderInput = builder.inputType('ImageBuilderOrder', {
  description: 'How to order image builders: by name ascending unless told; ties by ARN.',
  fields: (t) => ({
    field: t.field({
      type: builder.enumType('ImageBuilderOrderField', {
        description: 'What image builders can be ordered by.',
        values: orderFields,
      }),
      required: true,
      description: 'What to order by.',
    }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
  }),
})

/**
 * Returns the filter that a caller gave; undefined when it lets every image builder pass.
 * @throws BAD_USER_INPUT for a malformed ARN.
 */
export function imageBuilderFilter(
  filter: ImageBuilderFilter,
  distinct: DistinctReader,
): Filter<ImageBuilder> | undefined {
  const { imageArn } = filter
  if (imageArn != null) requireArn(imageArn, 'image', 'filter.imageArn')
  if (isEmptyFilter(filter)) return undefined
  const common = resourceFilter(filter, distinct)
  const states = distinct(filter.states)
  return {
    key: JSON.stringify([common.key, states.key, imageArn]),
    matches: (imageBuilder) =>
      common.matches(imageBuilder) &&
      states.has(imageBuilderState.of(imageBuilder.aws.State) ?? 'UNKNOWN') &&
      (imageArn == null || imageBuilder.aws.ImageArn === imageArn),
  }
}
