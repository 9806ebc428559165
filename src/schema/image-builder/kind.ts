import type { IndexFunction } from '../../inventory/collection/item-set.ts'
import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Page size of DescribeImageBuilders: the service model sets no maximum, and other clients use 100. */
const MAX_PER_CALL = 100

/** Resource type of image builders. */
export const imageBuilderKind = defineKind({
  name: 'ImageBuilder',
  plural: 'imageBuilders',
  arnType: 'image-builder',
  list: {
    operation: 'DescribeImageBuilders',
    member: 'ImageBuilders',
    structure: 'ImageBuilder',
    input: { MaxResults: MAX_PER_CALL },
  },
  maxNames: MAX_PER_CALL,
  // An unknown state counts as stable.
  transitional: [
    'PENDING',
    'UPDATING_AGENT',
    'STOPPING',
    'REBOOTING',
    'SNAPSHOTTING',
    'DELETING',
    'UPDATING',
    'PENDING_QUALIFICATION',
    'PENDING_SYNCING_APPS',
    'SYNCING_APPS',
    'PENDING_IMAGE_IMPORT',
  ],
})

/** Image builder in the inventory. */
export type ImageBuilder = ItemOfKind<typeof imageBuilderKind>

/** Indexes of image builder collections. */
export const imageBuilderIndexes = {
  imageArn: ({ aws }) => aws.ImageArn,
  directoryName: ({ aws }) => aws.DomainJoinInfo?.DirectoryName?.toLowerCase(),
} as const satisfies Readonly<Record<string, IndexFunction<ImageBuilder>>>
