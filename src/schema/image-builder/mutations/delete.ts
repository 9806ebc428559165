import { z } from 'zod'
import { isEarlier } from '../../../inventory/lineage.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { deletedPayload } from '../../mutation/deleted.ts'
import { findOwnResource, resourceNamingFields } from '../../mutation/own-resource.ts'
import { ImageBuilderRef } from '../ref.ts'
import { forgetTags, knownImageBuilder, lookAtImageBuilder, writeImageBuilder } from './write.ts'

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
    const { name } = found
    const known = knownImageBuilder(context, found)
    return {
      ...found,
      async send(writer) {
        try {
          const written = await writeImageBuilder(
            context,
            found,
            () => writer.deleteImageBuilder(name),
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
        // What was never seen need not have been there: a deletion takes AWS longer than a look.
        return shown === undefined && known !== undefined ? { resource: known } : undefined
      },
    }
  },
})
