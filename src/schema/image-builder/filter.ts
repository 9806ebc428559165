import type { ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { isOneOf, matchesResource, requireArn } from '../filter.ts'
import { OrderDirection, orderFields } from '../order.ts'
import { platform } from '../platform.ts'
import { imageBuilderState } from './enums.ts'

/** Which image builders to list. */
export const ImageBuilderFilterInput = builder.inputType('ImageBuilderFilter', {
  description:
    'Which image builders to list: every member given must hold, and for a list one of its values; an empty list matches nothing.',
  fields: (t) => ({
    names: t.stringList({ description: 'These names exactly.' }),
    namePrefix: t.string({ description: 'Names that start so; case-sensitive.' }),
    nameContains: t.string({ description: 'Names that contain this; not case-sensitive.' }),
    states: t.field({ type: [imageBuilderState.ref], description: 'In one of these states.' }),
    platforms: t.field({ type: [platform.ref], description: 'On one of these platforms.' }),
    imageArn: t.id({ description: 'Launched from the image with this ARN.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Created after this moment.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
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
  const { states, platforms, imageArn } = filter
  if (imageArn != null) requireArn(imageArn, 'image', 'filter.imageArn')
  const matchesCommon = matchesResource(filter)
  return (imageBuilder) => {
    const { aws } = imageBuilder
    return (
      matchesCommon(imageBuilder) &&
      isOneOf(imageBuilderState.of(aws.State) ?? 'UNKNOWN', states) &&
      isOneOf(platform.of(aws.Platform), platforms) &&
      (imageArn == null || aws.ImageArn === imageArn)
    )
  }
}
