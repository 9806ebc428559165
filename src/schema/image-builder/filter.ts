import type { ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { OrderDirection, orderFields } from '../connection/order.ts'
import { isOneOf, matchesResource, requireArn, resourceFilterFields } from '../filter.ts'
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

/** Makes the test that a filter stands for. @throws BAD_USER_INPUT for a malformed ARN. */
export function matchesImageBuilder(filter: ImageBuilderFilter): (builder: ImageBuilder) => boolean {
  const { states, imageArn } = filter
  if (imageArn != null) requireArn(imageArn, 'image', 'filter.imageArn')
  const matchesCommon = matchesResource(filter)
  return (imageBuilder) => {
    const { aws } = imageBuilder
    return (
      matchesCommon(imageBuilder) &&
      isOneOf(imageBuilderState.of(aws.State) ?? 'UNKNOWN', states) &&
      (imageArn == null || aws.ImageArn === imageArn)
    )
  }
}
