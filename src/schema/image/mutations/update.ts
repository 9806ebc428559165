import { z } from 'zod'
import type { AppStreamWriter } from '../../../appstream/writer.ts'
import { beforeWrite } from '../../../inventory/overlay.ts'
import { type Image, toImage } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { imageBuilderKind } from '../../image-builder/kind.ts'
import { clientTokenField } from '../../mutation/client-token-field.ts'
import { clientToken, newImageName, tags, text, toTagMap } from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, targetField } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'
import { TagInput } from '../../tag/input.ts'
import { ImageRef } from '../ref.ts'
import { forgetDetails, knownImage, lookForMadeImage } from './write.ts'

const CreateUpdatedImageInput = builder.inputType('CreateUpdatedImageInput', {
  description:
    'The image to update, by exactly one of `existingImageName` and `existingImageArn`, and the new one.',
  fields: (t) => ({
    existingImageName: t.string({
      description: 'The name of the image, in `target`; or `existingImageArn`.',
    }),
    existingImageArn: t.id({ description: 'The ARN of the image; or `existingImageName`.' }),
    target: targetField(t),
    newImageName: t.string({
      required: true,
      description:
        'The name of the new image: 1 to 101 letters, digits, `_`, `.` and `-`; not beginning with aws, appstream or amazon.',
    }),
    newImageDescription: t.string({ description: 'What the new image is; at most 256 characters.' }),
    newImageDisplayName: t.string({ description: 'The name to show to people; at most 100 characters.' }),
    newImageTags: t.field({ type: [TagInput], description: 'The new image’s tags: 1 to 50.' }),
    dryRun: t.boolean({ description: 'Only finds out whether the image can be updated; makes nothing.' }),
    clientToken: clientTokenField(t),
  }),
})

interface UpdatedImage {
  readonly image: Image | undefined
  readonly canUpdateImage: boolean | undefined
}

const CreateUpdatedImagePayload = builder.objectRef<UpdatedImage>('CreateUpdatedImagePayload').implement({
  description: 'The new image, which AWS has begun to make.',
  fields: (t) => ({
    image: t.field({
      type: ImageRef,
      nullable: true,
      description: 'The new image as AWS returned it; null for a dry run.',
      resolve: ({ image }) => image,
    }),
    canUpdateImage: t.boolean({
      nullable: true,
      description: 'Whether there is anything to update; null when AWS does not say.',
      resolve: ({ canUpdateImage }) => canUpdateImage,
    }),
  }),
})

defineMutation({
  name: 'createUpdatedImage',
  operation: 'CreateUpdatedImage',
  description:
    'Makes a new image from an existing one, with the latest updates of Windows, drivers and the AppStream agent; takes hours.',
  input: CreateUpdatedImageInput,
  payload: CreateUpdatedImagePayload,
  errors: [
    'LimitExceeded',
    'InvalidAccountStatus',
    'OperationNotPermitted',
    'ResourceAlreadyExists',
    'ResourceNotFound',
    'ConcurrentModification',
    'IncompatibleImage',
  ],
  creates: true,
  constraints: z.object({
    newImageName,
    newImageDescription: text(256).nullish(),
    newImageDisplayName: text(100).nullish(),
    newImageTags: tags.nullish(),
    clientToken: clientToken.nullish(),
  }),
  plan(input, context) {
    const { inventory } = context
    const existing = { arn: input.existingImageArn, name: input.existingImageName, target: input.target }
    const paths = { arn: 'existingImageArn', name: 'existingImageName' }
    const found = findOwnResource(existing, 'image', inventory, paths)
    if (Array.isArray(found)) return found
    const { target } = found
    const made = { target, name: input.newImageName }
    const call = (writer: AppStreamWriter) =>
      writer.createUpdatedImage({
        existingImageName: found.name,
        newImageName: made.name,
        newImageDescription: input.newImageDescription ?? undefined,
        newImageDisplayName: input.newImageDisplayName ?? undefined,
        newImageTags: toTagMap(input.newImageTags),
        dryRun: input.dryRun ?? undefined,
      })
    if (input.dryRun === true) {
      const send = async (writer: AppStreamWriter) => {
        const { output, awsRequestId } = await call(writer)
        return { output: { image: undefined, canUpdateImage: output.canUpdateImage }, awsRequestId }
      }
      return { ...found, send }
    }
    const look = lookForMadeImage(context, made, {
      Description: input.newImageDescription ?? undefined,
      DisplayName: input.newImageDisplayName ?? undefined,
      Platform: knownImage(context, found)?.aws.Platform,
    })
    return {
      ...found,
      made: made.name,
      created: { ...made, resourceType: 'image' },
      refersTo: [found],
      async send(writer) {
        const { writes, kinds } = inventory.of(target)
        let canUpdateImage: boolean | undefined
        try {
          const { output, awsRequestId } = await writeThrough(
            writes.images.begin(made.name),
            () => call(writer),
            (answer) => {
              canUpdateImage = answer.canUpdateImage
              return answer.image && toImage(target, answer.image)
            },
            beforeWrite({ kind: 'absentOrEarlier' }),
          )
          return { output: { image: output, canUpdateImage }, awsRequestId }
        } finally {
          forgetDetails(context, made)
          // The builder that AWS makes for the update may be listed.
          kinds.of(imageBuilderKind).collection.invalidate()
        }
      },
      async look(read) {
        const image = await look(read)
        return image && { image, canUpdateImage: true }
      },
    }
  },
})
