import type { SharedImagePermissions } from '../../appstream/model.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { cutPage, requestPage } from '../connection/page.ts'
import { connectionType, pageSize } from '../connection/type.ts'
import { ownCall } from '../cost.ts'
import { modelledErrorRef } from '../mutation/errors.ts'
import { readSince } from '../mutation/subject.ts'
import { shareOrdering } from './loader.ts'
import { images } from './type.ts'

/** An account that an image is shared with. */
export const ImageShareRef = builder.objectRef<SharedImagePermissions>('ImageShare')

ImageShareRef.implement({
  description: 'An account that an image is shared with.',
  fields: (t) => ({
    accountId: t.string({
      description: 'The 12-digit account that the image is shared with.',
      resolve: (share) => share.sharedAccountId ?? '',
    }),
    allowFleet: t.boolean({
      nullable: true,
      description: 'Whether its fleets may use the image; null when AWS does not say.',
      resolve: ({ imagePermissions }) => imagePermissions?.allowFleet,
    }),
    allowImageBuilder: t.boolean({
      nullable: true,
      description: 'Whether it may launch image builders from the image; null when AWS does not say.',
      resolve: ({ imagePermissions }) => imagePermissions?.allowImageBuilder,
    }),
  }),
})

const ImageShareConnectionRef = connectionType<SharedImagePermissions>('ImageShare', ImageShareRef)

ImageShareConnectionRef.implement({ description: 'A page of the accounts that an image is shared with.' })

builder.objectField(images.ref, 'sharedWith', (t) =>
  t.field({
    type: ImageShareConnectionRef,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    ...ownCall,
    description:
      'The accounts that it is shared with, sorted. Costs a call to AWS for each image. Empty, without a call, on images of other accounts.',
    async resolve(image, args, { loaders }) {
      const request = requestPage(args, shareOrdering)
      const shares = isOwn(image) ? await loaders.shares.load(image) : undefined
      const sorted = shares?.value ?? []
      return {
        ...cutPage(sorted, request),
        totalCount: sorted.length,
        observedAt: shares === undefined ? null : new Date(shares.observedAt),
      }
    },
  }),
)

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
