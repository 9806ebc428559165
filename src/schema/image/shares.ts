import type { SharedImagePermissions } from '../../appstream/model.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { cutPage, requestPage } from '../connection/page.ts'
import { connectionType, pageSize } from '../connection/type.ts'
import { ownCall } from '../cost.ts'
import { shareOrdering } from './loader.ts'
import { ImageRef } from './ref.ts'

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

builder.objectField(ImageRef, 'sharedWith', (t) =>
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
