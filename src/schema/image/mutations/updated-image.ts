import { z } from 'zod'
import type { OutputOf } from '../../../appstream/model/operations.ts'
import type { AppStreamWriter } from '../../../appstream/writer.ts'
import { imageKind } from '../../../inventory/images/kind.ts'
import { type Image, isOwn } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { imageBuilderKind } from '../../image-builder/kind.ts'
import { actionOn } from '../../kit/actions.ts'
import { settingsConstraints } from '../../kit/mutations/declaration.ts'
import { inventoryOf } from '../../kit/mutations/resource-writer.ts'
import { toAws } from '../../kit/request.ts'
import { clientToken } from '../../mutation/constraints.ts'
import { clientTokenField, defineMutation } from '../../mutation/define.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import { findOwnResource, targetField } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'
import { TagInput } from '../../tag/type.ts'
import { images } from '../type.ts'
import { checkNewName, reconcileNewImage } from './new-image.ts'

const CreateUpdatedImageInput = builder.inputType('CreateUpdatedImageInput', {
  description:
    'Image to update, identified by exactly one of `existingImageName` and `existingImageArn`, and the new image.',
  fields: (t) => ({
    existingImageName: t.string({
      description: 'Name of the image in `target`. Mutually exclusive with `existingImageArn`.',
    }),
    existingImageArn: t.id({ description: 'ARN of the image. Mutually exclusive with `existingImageName`.' }),
    target: targetField(t),
    newImageName: t.string({
      required: true,
      description:
        'Name of the new image: 1 to 101 letters, digits, `_`, `.` and `-`. Must not begin with `aws`, `appstream` or `amazon`.',
    }),
    newImageDescription: t.string({
      description: 'Description of the new image, at most 256 characters.',
    }),
    newImageDisplayName: t.string({ description: 'Display name, at most 100 characters.' }),
    newImageTags: t.field({ type: [TagInput], description: '1 to 50 tags of the new image.' }),
    dryRun: t.boolean({
      description: 'True to check for available updates without creating an image. Default: false.',
    }),
    clientToken: clientTokenField(t),
  }),
})

interface UpdatedImage {
  readonly image: Image | undefined
  readonly canUpdateImage: boolean | undefined
}

const CreateUpdatedImagePayload = builder.objectRef<UpdatedImage>('CreateUpdatedImagePayload').implement({
  description: 'Payload with the new image, which AWS is creating, or with the result of a dry run.',
  fields: (t) => ({
    image: t.field({
      type: images.ref,
      nullable: true,
      description: 'The new image as AWS returned it. Null on a dry run.',
      resolve: ({ image }) => image,
    }),
    canUpdateImage: t.boolean({
      nullable: true,
      description: 'True if updates are available for the existing image. Null if AWS does not return it.',
      resolve: ({ canUpdateImage }) => canUpdateImage,
    }),
  }),
})

defineMutation({
  name: 'createUpdatedImage',
  operation: 'CreateUpdatedImage',
  scope: 'appstream:manage',
  description:
    'Creates a new image from an existing image, with the latest Windows updates, drivers and AppStream agent. Takes hours.',
  errors: modelledErrorsOf('CreateUpdatedImage'),
  action: actionOn(imageKind, {
    action: 'CREATE_UPDATED_IMAGE',
    states: ['AVAILABLE'],
    // AWS updates Windows only.
    isFor: (image) => isOwn(image) && image.aws.Platform?.startsWith('WINDOWS') === true,
  }),
  input: CreateUpdatedImageInput,
  payload: CreateUpdatedImagePayload,
  creates: true,
  constraints: settingsConstraints(
    'CreateUpdatedImage',
    { newImageName: '', newImageDescription: '', newImageDisplayName: '', newImageTags: '' },
    (input) => checkNewName('newImageName', input['newImageName']),
  ).and(z.object({ clientToken: clientToken.nullish() })),
  plan(input, context) {
    const { wholeInventory: inventory } = context
    const existing = { arn: input.existingImageArn, name: input.existingImageName, target: input.target }
    const paths = { arn: 'existingImageArn', name: 'existingImageName' }
    const found = findOwnResource(existing, 'image', inventory, paths)
    if (Array.isArray(found)) return found
    const { target } = found
    const made = { target, name: input.newImageName }
    const request = { ...toAws('CreateUpdatedImageRequest', input), existingImageName: found.name }
    const call = async (writer: AppStreamWriter) => {
      const { output, awsRequestId } = await writer.callDeclared('CreateUpdatedImage', request, {
        once: true,
      })
      const answer: Pick<OutputOf<'CreateUpdatedImage'>, 'image' | 'canUpdateImage'> = output
      return { output: answer, awsRequestId }
    }
    if (input.dryRun === true) {
      const send = async (writer: AppStreamWriter) => {
        const { output, awsRequestId } = await call(writer)
        return { output: { image: undefined, canUpdateImage: output.canUpdateImage }, awsRequestId }
      }
      return { ...found, send }
    }
    const own = inventoryOf(context, imageKind, made)
    const reconcile = reconcileNewImage(own, context.clock.now(), {
      Description: input.newImageDescription ?? undefined,
      DisplayName: input.newImageDisplayName ?? undefined,
      Platform: inventoryOf(context, imageKind, found).known()?.aws.Platform,
    })
    return {
      ...found,
      made: made.name,
      created: { ...made, resourceType: 'image' },
      refersTo: [found],
      async send(writer) {
        let canUpdateImage: boolean | undefined
        try {
          const { output, awsRequestId } = await writeThrough(
            own.begin(),
            () => call(writer),
            (answer) => {
              canUpdateImage = answer.canUpdateImage
              return answer.image && imageKind.fromResponse(target, answer.image)
            },
            { kind: 'absentOrEarlier' },
          )
          return { output: { image: output, canUpdateImage }, awsRequestId }
        } finally {
          await own.invalidateDetails()
          // AWS may list the builder that it creates for the update.
          await inventory.of(target).kinds.of(imageBuilderKind).collection.invalidate()
        }
      },
      async reconcile(read, since) {
        const image = await reconcile(read, since)
        return image && { image, canUpdateImage: true }
      },
    }
  },
})
