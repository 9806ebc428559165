import { z } from 'zod'
import type { Target } from '../../../appstream/target.ts'
import { mayUse } from '../../access.ts'
import { builder } from '../../builder.ts'
import { clip } from '../../errors.ts'
import { clientTokenField } from '../../mutation/client-token-field.ts'
import { clientToken, newImageName, text } from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, targetField } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'
import { ImageRef } from '../ref.ts'
import { forgetDetails, knownImage, lookForMadeImage } from './write.ts'

const CopyImageInput = builder.inputType('CopyImageInput', {
  description: 'The image to copy, by exactly one of `sourceImageName` and `sourceImageArn`, and where to.',
  fields: (t) => ({
    sourceImageName: t.string({ description: 'The name of the image, in `target`; or `sourceImageArn`.' }),
    sourceImageArn: t.id({ description: 'The ARN of the image; or `sourceImageName`.' }),
    target: targetField(t),
    destinationImageName: t.string({
      required: true,
      description:
        'The name of the copy: 1 to 101 letters, digits, `_`, `.` and `-`; not beginning with aws, appstream or amazon.',
    }),
    destinationRegion: t.string({
      required: true,
      description: 'The region of the copy; may be the image’s own.',
    }),
    destinationImageDescription: t.string({ description: 'What the copy is; at most 256 characters.' }),
    clientToken: clientTokenField(t),
  }),
})

interface Copy {
  readonly destinationImageName: string
  readonly destinationRegion: string
  /** The same account in the destination region, where that is a target. */
  readonly destination: Target | undefined
}

const CopyImagePayload = builder.objectRef<Copy>('CopyImagePayload').implement({
  description: 'The copy, which AWS has begun to make. Tags are not copied.',
  fields: (t) => ({
    destinationImageName: t.exposeString('destinationImageName', { description: 'The name of the copy.' }),
    destinationRegion: t.exposeString('destinationRegion', { description: 'The region of the copy.' }),
    image: t.field({
      type: ImageRef,
      nullable: true,
      description: 'The copy, read only if selected; null where its region is no target of this gateway.',
      resolve: ({ destination, destinationImageName }, _args, { loaders }) =>
        destination === undefined
          ? null
          : loaders.imageByName.load({ target: destination, name: destinationImageName }),
    }),
  }),
})

defineMutation({
  name: 'copyImage',
  operation: 'CopyImage',
  description: 'Copies an image within its account, to its own region or to another; takes minutes.',
  input: CopyImageInput,
  payload: CopyImagePayload,
  errors: [
    'ResourceAlreadyExists',
    'ResourceNotFound',
    'ResourceNotAvailable',
    'LimitExceeded',
    'InvalidAccountStatus',
    'IncompatibleImage',
  ],
  creates: true,
  constraints: z.object({
    destinationImageName: newImageName,
    destinationRegion: text(32, 1),
    destinationImageDescription: text(256).nullish(),
    clientToken: clientToken.nullish(),
  }),
  plan(input, context) {
    const { inventory } = context
    const source = { arn: input.sourceImageArn, name: input.sourceImageName, target: input.target }
    const found = findOwnResource(source, 'image', inventory, {
      arn: 'sourceImageArn',
      name: 'sourceImageName',
    })
    if (Array.isArray(found)) return found
    const { target, name } = found
    const { destinationImageName, destinationRegion } = input
    // Whoever is narrowed to some targets makes nothing in others, be they targets of this gateway or not.
    if (!mayUse(context.caller, { accountId: target.accountId, region: destinationRegion })) {
      const message = `No target is \`${clip(destinationRegion)}\`.`
      return [{ path: 'destinationRegion', message }]
    }
    const destination = sameAccountIn(destinationRegion, target, inventory.targets)
    const copy = { destinationImageName, destinationRegion, destination }
    const image = destination && { target: destination, name: destinationImageName }
    const original = knownImage(context, found)
    const look =
      image &&
      lookForMadeImage(context, image, {
        Description: input.destinationImageDescription ?? undefined,
        Platform: original?.aws.Platform,
        AppstreamAgentVersion: original?.aws.AppstreamAgentVersion,
      })
    return {
      ...found,
      made: `${destinationRegion}/${destinationImageName}`,
      ...(image && { created: { ...image, resourceType: 'image' } }),
      refersTo: [found],
      async send(writer) {
        const call = () =>
          writer.copyImage({
            SourceImageName: name,
            DestinationImageName: destinationImageName,
            DestinationRegion: destinationRegion,
            DestinationImageDescription: input.destinationImageDescription ?? undefined,
          })
        // AWS returns the name alone: whoever reads the copy asks AWS.
        if (image === undefined) return { ...(await call()), output: copy }
        const write = inventory.of(image.target).writes.images.begin(image.name)
        try {
          return { ...(await writeThrough(write, call, () => undefined)), output: copy }
        } finally {
          forgetDetails(context, image)
        }
      },
      look: async (read) => ((await look?.(read)) === undefined ? undefined : copy),
    }
  },
})

/** Targets of one account have the same credentials: their keys differ in the region alone. */
function sameAccountIn(
  region: string,
  { key, region: from }: Target,
  targets: readonly Target[],
): Target | undefined {
  const account = key.slice(0, -from.length)
  return targets.find((target) => target.key === `${account}${region}`)
}
