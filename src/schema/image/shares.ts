import type { SharedImagePermissions } from '../../appstream/model/model.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder, ownCall } from '../builder.ts'
import { cutPage, requestPage } from '../connection/page.ts'
import { connectionType, pageSize } from '../connection/type.ts'
import { operationRegistry } from '../kit/operations.ts'
import { prepareStep } from '../kit/teardown.ts'
import { whenReady } from '../maybe-promise.ts'
import { modelledErrorRef } from '../mutation/error-types.ts'
import { readSince } from '../mutation/subject.ts'
import { shareOrdering } from './loader.ts'
import { images } from './type.ts'

/** Account with which an image is shared. */
export const ImageShareRef = builder.objectRef<SharedImagePermissions>('ImageShare')

ImageShareRef.implement({
  description: 'Account with which an image is shared.',
  fields: (t) => ({
    accountId: t.string({
      description: '12-digit ID of the account.',
      resolve: (share) => share.sharedAccountId ?? '',
    }),
    allowFleet: t.boolean({
      nullable: true,
      description: 'True if fleets of the account may use the image. Null if AWS does not return it.',
      resolve: ({ imagePermissions }) => imagePermissions?.allowFleet,
    }),
    allowImageBuilder: t.boolean({
      nullable: true,
      description:
        'True if the account may launch image builders from the image. Null if AWS does not return it.',
      resolve: ({ imagePermissions }) => imagePermissions?.allowImageBuilder,
    }),
  }),
})

operationRegistry.add({
  operation: 'DescribeImagePermissions',
  coordinate: 'ImageShare',
  calls: '1 per image',
})

const ImageShareConnectionRef = connectionType<SharedImagePermissions>('ImageShare', ImageShareRef)

ImageShareConnectionRef.implement({ description: 'Page of accounts with which an image is shared.' })

/** Shares of an image of another account, for which AWS is not asked. */
const NO_SHARES = { value: [], observedAt: undefined, isStale: false }

builder.objectField(images.ref, 'sharedWith', (t) =>
  t.field({
    type: ImageShareConnectionRef,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    ...ownCall,
    description:
      'Accounts with which the image is shared, sorted by ID. Empty on images of other accounts. Costs one AWS call per image; none on images of other accounts.',
    resolve(image, args, { loaders }) {
      const request = requestPage(args, shareOrdering)
      const loaded = isOwn(image) ? loaders.shares.load(image) : NO_SHARES
      return whenReady(loaded, ({ value, observedAt, isStale = false }) => ({
        ...cutPage(value, request),
        totalCount: value.length,
        observedAt: observedAt === undefined ? null : new Date(observedAt),
        isStale,
      }))
    },
  }),
)

// The error message of AWS names at most one fleet and no account.
builder.objectField(modelledErrorRef('ResourceInUse'), 'sharedWith', (t) =>
  t.field({
    type: [ImageShareRef],
    nullable: true,
    description:
      'Accounts with which the image is shared. An image cannot be deleted while it is shared or used by a fleet; if this list is empty, a fleet uses it. Null if the resource is not an image, or if loading failed; see `errors`. Costs one AWS call, but only if selected.',
    async resolve({ subject }, _args, { inventory, reading }) {
      // Only images can be shared, and an image may have the same name as, for example, a fleet.
      if (subject?.resourceType !== 'image') return null
      const { value } = await inventory
        .of(subject.target)
        .details.shares(subject.name, readSince(subject, reading))
      return value
    },
  }),
)

// AWS keeps an image while it is shared.
prepareStep('deleteImage', async ({ resource, after }, planner) => {
  const { inventory, reading } = planner.context
  const { target, name } = resource
  const { value } = await inventory.of(target).details.shares(name, reading.options)
  const accounts = value.flatMap(({ sharedAccountId }) => sharedAccountId ?? []).sort()
  for (const detail of accounts) {
    after.push(await planner.step({ mutation: 'deleteImagePermissions', resource, detail }))
  }
  const unseen = accounts.filter((account) => {
    const isServed = inventory.targets.some(
      ({ accountId, region }) => accountId === account && region === target.region,
    )
    return !isServed
  })
  if (unseen.length > 0) {
    const message = `The image ${name} is shared with accounts whose fleets this gateway cannot read: ${unseen.join(', ')}. Remove their permissions on the image first.`
    planner.block({ resource, message })
  }
})
