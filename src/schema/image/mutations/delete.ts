import { z } from 'zod'
import { beforeWrite } from '../../../inventory/overlay.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { deletedPayload } from '../../mutation/deleted.ts'
import { modelledErrorRef } from '../../mutation/errors.ts'
import { findOwnResource, resourceNamingFields } from '../../mutation/own-resource.ts'
import { readSince } from '../../mutation/subject.ts'
import { ImageRef } from '../ref.ts'
import { ImageShareRef } from '../shares.ts'
import { forgetDetails, knownImage, lookAtImage, writeImage } from './write.ts'

const DeleteImageInput = builder.inputType('DeleteImageInput', {
  description: 'The image to delete, by exactly one of `arn` and `name`: one of the account’s own.',
  fields: (t) => resourceNamingFields(t),
})

// AWS names one fleet at most, and no account.
builder.objectField(modelledErrorRef('ResourceInUse'), 'sharedWith', (t) =>
  t.field({
    type: [ImageShareRef],
    nullable: true,
    description:
      'The accounts that an image in use is shared with: these prevent its deletion, as do fleets that use it. Empty if it is shared with none; then a fleet uses it. A call to AWS, made only if selected. Null if the resource in use is not an image, or if loading failed; see `errors`.',
    async resolve({ subject }, _args, { inventory, reading }) {
      // Only images can be shared; an image may have the name of, say, a fleet.
      if (subject?.resourceType !== 'image') return null
      const { value } = await inventory
        .of(subject.target)
        .details.shares(subject.name, readSince(subject, reading))
      return value
    },
  }),
)

defineMutation({
  name: 'deleteImage',
  operation: 'DeleteImage',
  description:
    'Deletes an image for good. No fleet may use it, and it may not be shared with another account.',
  input: DeleteImageInput,
  payload: deletedPayload('DeleteImagePayload', 'image', ImageRef),
  errors: ['ResourceInUse', 'ResourceNotFound', 'OperationNotPermitted', 'ConcurrentModification'],
  constraints: z.object({}),
  deletes: true,
  plan(input, context) {
    const { inventory } = context
    const found = findOwnResource(input, 'image', inventory)
    if (Array.isArray(found)) return found
    const { name } = found
    const known = knownImage(context, found)
    return {
      ...found,
      async send(writer) {
        try {
          const written = await writeImage(
            context,
            found,
            () => writer.deleteImage(name),
            beforeWrite({ kind: 'deleting' }),
          )
          return { ...written, output: { resource: written.output } }
        } finally {
          forgetDetails(context, found)
        }
      },
      async look(read) {
        const shown = await lookAtImage(context, found, read)
        if (shown?.aws.State === 'DELETING') return { resource: shown }
        // What was never seen need not have been there: a deletion takes AWS longer than a look.
        return shown === undefined && known !== undefined ? { resource: known } : undefined
      },
    }
  },
})
