import { z } from 'zod'
import type { ImagePermissions, SharedImagePermissions } from '../../../appstream/model.ts'
import type { AppStreamWriter, Written } from '../../../appstream/writer.ts'
import { builder } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import { account } from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, type ResourceNaming, resourceNamingFields } from '../../mutation/own-resource.ts'
import { type Planned, writeThrough } from '../../mutation/plan.ts'
import { ImageRef } from '../ref.ts'
import type { ImageName } from './write.ts'

const ImagePermissionsInput = builder.inputType('ImagePermissionsInput', {
  description: 'What an account may do with an image.',
  fields: (t) => ({
    allowFleet: t.boolean({ description: 'Whether its fleets may use the image.' }),
    allowImageBuilder: t.boolean({ description: 'Whether it may launch image builders from the image.' }),
  }),
})

const UpdateImagePermissionsInput = builder.inputType('UpdateImagePermissionsInput', {
  description: 'The image to share, by exactly one of `arn` and `name`, with whom, and for what.',
  fields: (t) => ({
    ...resourceNamingFields(t),
    sharedAccountId: t.string({ required: true, description: 'The 12-digit account to share it with.' }),
    imagePermissions: t.field({
      type: ImagePermissionsInput,
      required: true,
      description: 'What the account may do with it; replaces what it was allowed before.',
    }),
  }),
})

const DeleteImagePermissionsInput = builder.inputType('DeleteImagePermissionsInput', {
  description: 'The image to share no longer, by exactly one of `arn` and `name`, and with whom.',
  fields: (t) => ({
    ...resourceNamingFields(t),
    sharedAccountId: t.string({
      required: true,
      description: 'The 12-digit account to share it with no longer.',
    }),
  }),
})

function payload(name: string, description: string) {
  return builder.objectRef<ImageName>(name).implement({
    description,
    fields: (t) => ({
      image: t.field({
        type: ImageRef,
        nullable: true,
        description: 'The image, read only if selected; null when it has gone meanwhile, or with an error.',
        resolve: ({ target, name: imageName }, _args, { loaders }) =>
          loaders.imageByName.load({ target, name: imageName }),
      }),
    }),
  })
}

/** A change of what an account may do with an image. */
interface SharingChange {
  readonly accountId: string
  readonly call: (name: string, writer: AppStreamWriter) => Promise<Written<void>>
  /** Whether what AWS says of the account afterwards is what was asked for. */
  readonly isDone: (share: SharedImagePermissions | undefined) => boolean
}

function planSharing(
  input: ResourceNaming,
  { inventory }: GraphContext,
  { accountId, call, isDone }: SharingChange,
): Planned<ImageName> {
  const found = findOwnResource(input, 'image', inventory)
  if (Array.isArray(found)) return found
  const { target, name } = found
  const { details, writes } = inventory.of(target)
  return {
    ...found,
    async send(writer) {
      try {
        const { awsRequestId } = await writeThrough(
          writes.images.begin(name),
          () => call(name, writer),
          () => undefined,
        )
        return { output: found, awsRequestId }
      } finally {
        details.invalidateShares(name)
        inventory.invalidateShared(accountId, target.region)
      }
    },
    async look(read) {
      const { value } = await details.shares(name, read)
      return isDone(value.find(({ sharedAccountId }) => sharedAccountId === accountId)) ? found : undefined
    },
  }
}

defineMutation({
  name: 'updateImagePermissions',
  operation: 'UpdateImagePermissions',
  description: 'Shares an image with another account, or changes what that may do with it.',
  input: UpdateImagePermissionsInput,
  payload: payload('UpdateImagePermissionsPayload', 'The image, which is shared.'),
  errors: ['ResourceNotFound', 'ResourceNotAvailable', 'LimitExceeded'],
  constraints: z.object({ sharedAccountId: account }),
  plan(input, context) {
    const permissions: ImagePermissions = {
      allowFleet: input.imagePermissions.allowFleet ?? undefined,
      allowImageBuilder: input.imagePermissions.allowImageBuilder ?? undefined,
    }
    return planSharing(input, context, {
      accountId: input.sharedAccountId,
      call: (name, writer) => writer.updateImagePermissions(name, input.sharedAccountId, permissions),
      isDone: (share) =>
        share !== undefined &&
        (share.imagePermissions?.allowFleet ?? false) === (permissions.allowFleet ?? false) &&
        (share.imagePermissions?.allowImageBuilder ?? false) === (permissions.allowImageBuilder ?? false),
    })
  },
})

defineMutation({
  name: 'deleteImagePermissions',
  operation: 'DeleteImagePermissions',
  description: 'Shares an image with another account no longer.',
  input: DeleteImagePermissionsInput,
  payload: payload('DeleteImagePermissionsPayload', 'The image, which is shared with one account less.'),
  errors: ['ResourceNotAvailable', 'ResourceNotFound'],
  constraints: z.object({ sharedAccountId: account }),
  plan: (input, context) =>
    planSharing(input, context, {
      accountId: input.sharedAccountId,
      call: (name, writer) => writer.deleteImagePermissions(name, input.sharedAccountId),
      isDone: (share) => share === undefined,
    }),
})
