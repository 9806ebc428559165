import type { ImagePermissions, SharedImagePermissions } from '../../../appstream/model/model.ts'
import type { InputOf } from '../../../appstream/model/operations.ts'
import { settleAll } from '../../../inventory/cache/invalidations.ts'
import { imageKind } from '../../../inventory/images/kind.ts'
import { type Image, isOwn } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import {
  definitionOf,
  type MutationDeclaration,
  settingsConstraints,
  typeNameOf,
} from '../../kit/mutations/declaration.ts'
import { inventoryOf, type WriteTarget } from '../../kit/mutations/resource-writer.ts'
import { defineInput, type InputMembers, inputFields, toAws } from '../../kit/request.ts'
import { defineMutation } from '../../mutation/define.ts'
import {
  findOwnResource,
  type ResourceIdentifier,
  resourceIdentifierFields,
} from '../../mutation/own-resource.ts'
import type { Planned } from '../../mutation/plan.ts'
import { RESTING_STATES } from '../enums.ts'
import { images } from '../type.ts'

const ImagePermissionsInput = defineInput<ImagePermissions>(
  'ImagePermissionsInput',
  'ImagePermissions',
  'Permissions of an account on an image.',
  {
    allowFleet: 'True if fleets of the account may use the image.',
    allowImageBuilder: 'True if the account may launch image builders from the image.',
  },
)

/** Declaration of a mutation that changes the sharing of an image. */
interface SharingDeclaration extends MutationDeclaration<Image> {
  readonly operation: 'UpdateImagePermissions' | 'DeleteImagePermissions'
  readonly inputDescription: string
  readonly payloadDescription: string
  readonly members: object
  /** Returns true if the resulting permissions of the account match the request. */
  readonly isDone: (share: SharedImagePermissions | undefined, requested: ImagePermissions) => boolean
}

function defineSharing(declaration: SharingDeclaration): void {
  const { name: field, operation, members, isDone } = declaration
  const structure = `${operation}Request` as const
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: declaration.inputDescription,
    fields: (t) => ({ ...resourceIdentifierFields(t), ...inputFields(t, structure, members) }),
  })
  const payload = builder.objectRef<WriteTarget>(typeNameOf(field, 'Payload')).implement({
    description: declaration.payloadDescription,
    fields: (t) => ({
      image: t.field({
        type: images.ref,
        nullable: true,
        description:
          'The image, read from AWS only if selected. Null if it no longer exists, or if loading failed; see `errors`.',
        resolve: ({ target, name }, _args, { loaders }) => loaders.imageByName.load({ target, name }),
      }),
    }),
  })

  function plan(values: ResourceIdentifier, context: GraphContext): Planned<WriteTarget> {
    const { wholeInventory: inventory } = context
    const found = findOwnResource(values, 'image', inventory)
    if (Array.isArray(found)) return found
    const { target, name } = found
    const { details } = inventory.of(target)
    const own = inventoryOf(context, imageKind, found)
    const { SharedAccountId, ...requested } = toAws(structure, values)
    const accountId = String(SharedAccountId)
    const request = { ...requested, Name: name, SharedAccountId: accountId }
    return {
      ...found,
      async send(writer) {
        try {
          const { awsRequestId } = await own.write(() => writer.callDeclared(operation, request))
          return { output: found, awsRequestId }
        } finally {
          await settleAll([
            details.invalidateShares(name),
            inventory.invalidateShared(accountId, target.region),
          ])
        }
      },
      async reconcile(read) {
        const { value } = await details.shares(name, read)
        const share = value.find(({ sharedAccountId }) => sharedAccountId === accountId)
        return isDone(share, Object(requested['ImagePermissions'])) ? found : undefined
      },
    }
  }

  defineMutation<ResourceIdentifier, WriteTarget>({
    ...definitionOf(declaration),
    input,
    payload,
    constraints: settingsConstraints(operation, members),
    plan,
  })
}

const updateMembers: InputMembers<InputOf<'UpdateImagePermissions'>, 'Name'> = {
  SharedAccountId: '12-digit ID of the account to share the image with.',
  ImagePermissions: [
    ImagePermissionsInput,
    'Permissions of the account. They replace its existing permissions.',
  ],
}

defineSharing({
  type: images,
  name: 'updateImagePermissions',
  operation: 'UpdateImagePermissions',
  scope: 'appstream:manage',
  description: 'Shares an image with another account, or changes the permissions of that account.',
  inputDescription:
    'Image to share, identified by exactly one of `arn` and `name`, the account to share it with, and the permissions of that account.',
  payloadDescription: 'Payload with the shared image.',
  members: updateMembers,
  action: { action: 'UPDATE_PERMISSIONS', states: ['AVAILABLE'], isFor: isOwn },
  isDone: (share, requested) =>
    share !== undefined &&
    (share.imagePermissions?.allowFleet ?? false) === (requested.allowFleet ?? false) &&
    (share.imagePermissions?.allowImageBuilder ?? false) === (requested.allowImageBuilder ?? false),
})

const deleteMembers: InputMembers<InputOf<'DeleteImagePermissions'>, 'Name'> = {
  SharedAccountId: '12-digit ID of the account whose access ends.',
}

defineSharing({
  type: images,
  name: 'deleteImagePermissions',
  operation: 'DeleteImagePermissions',
  scope: 'appstream:manage',
  description: 'Stops sharing an image with another account.',
  inputDescription: 'Image to stop sharing, identified by exactly one of `arn` and `name`, and the account.',
  payloadDescription: 'Payload with the image that is no longer shared with the account.',
  members: deleteMembers,
  action: { action: 'DELETE_PERMISSIONS', states: RESTING_STATES, isFor: isOwn },
  isDone: (share) => share === undefined,
})
