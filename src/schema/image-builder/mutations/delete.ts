import { z } from 'zod'
import { isEarlier } from '../../../inventory/lineage.ts'
import { type ImageBuilder, ownArn, toImageBuilder } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { deletedPayload } from '../../mutation/deleted.ts'
import { findOwnResource, resourceNamingFields } from '../../mutation/own-resource.ts'
import { ImageBuilderRef } from '../ref.ts'
import { forgetTags, lookAtImageBuilder, writeImageBuilder } from './write.ts'

const DeleteImageBuilderInput = builder.inputType('DeleteImageBuilderInput', {
  description: 'The image builder to delete, by exactly one of `arn` and `name`.',
  fields: (t) => resourceNamingFields(t),
})

defineMutation({
  name: 'deleteImageBuilder',
  operation: 'DeleteImageBuilder',
  description:
    'Deletes an image builder for good; the images made on it stay. It has to be STOPPED, RUNNING or FAILED.',
  input: DeleteImageBuilderInput,
  payload: deletedPayload('DeleteImageBuilderPayload', 'imageBuilder', ImageBuilderRef),
  errors: ['ResourceNotFound', 'OperationNotPermitted', 'ConcurrentModification'],
  constraints: z.object({}),
  plan(input, context) {
    const { inventory } = context
    const found = findOwnResource(input, 'image-builder', inventory)
    if (Array.isArray(found)) return found
    const { target, name } = found
    const lastSeen = inventory.of(target).imageBuilders.latest()?.items.values()
    return {
      ...found,
      async send(options) {
        try {
          const written = await writeImageBuilder(
            context,
            found,
            () => target.writer(options).deleteImageBuilder(name),
            (shown, deleted) =>
              shown !== undefined && shown.aws.State !== 'DELETING' && !isEarlier(deleted, shown),
          )
          return { ...written, output: { resource: written.output } }
        } finally {
          forgetTags(context, found)
        }
      },
      async look(read) {
        const shown = await lookAtImageBuilder(context, found, read)
        if (shown?.aws.State === 'DELETING') return { resource: shown }
        if (shown !== undefined) return undefined
        return { resource: lastSeen?.find((known) => known.name === name) ?? gone(target, name) }
      },
    }
  },
})

/** A builder of which nothing but the name was ever seen here. */
function gone(target: ImageBuilder['target'], name: string): ImageBuilder {
  return toImageBuilder(target, { Name: name, Arn: ownArn(target, 'image-builder', name), State: 'DELETING' })
}
