import { parseArn } from '../../arn.ts'
import type { OperationContext } from '../../kit/operation.ts'
import type { RegionStore } from '../../region.ts'
import type { ImagePermissions, ImageRecord } from './kind.ts'

/** Returns an image by name: one of the account or a public one. AWS finds shared images by ARN only. */
export function imageByName(name: string, { region }: OperationContext): ImageRecord | undefined {
  const own = region.images.get(name)
  return own === undefined ? region.publicImages.get(name) : asOwner(own, region)
}

/** Returns an image by ARN: the account's own, one shared with it, or a public one. */
export function imageByArn(arn: string, context: OperationContext): ImageRecord | undefined {
  const parsed = parseArn(arn)
  const { region, store } = context
  if (parsed === undefined || parsed.kind !== 'image' || parsed.region !== region.region) return undefined
  const image = imageOf(parsed.accountId, parsed.name)
  return image?.Arn === arn ? image : undefined

  function imageOf(accountId: string, name: string): ImageRecord | undefined {
    if (accountId === '') return region.publicImages.get(name)
    if (accountId === region.accountId) return imageByName(name, context)
    const owner = store.inRegion(region.region).find((other) => other.accountId === accountId)
    return owner && sharedBy(owner, region.accountId).find(({ Name }) => Name === name)
  }
}

/** Returns every image that the account can see. */
export function visibleImages({ region, store }: OperationContext): readonly ImageRecord[] {
  const others = store.inRegion(region.region).filter(({ accountId }) => accountId !== region.accountId)
  return [
    ...region.publicImages.values(),
    ...region.images.values().map((image) => asOwner(image, region)),
    ...others.flatMap((owner) => sharedBy(owner, region.accountId)),
  ]
}

/** Returns an image as its owner sees it. Only owners see that an image is shared. */
function asOwner(image: ImageRecord, region: RegionStore): ImageRecord {
  const isShared = (region.permissions.get(image.Name)?.size ?? 0) > 0
  return { ImageSharedWithOthers: isShared ? 'TRUE' : 'FALSE', ...image }
}

function sharedBy(owner: RegionStore, accountId: string): readonly ImageRecord[] {
  return [...owner.permissions].flatMap(([name, shares]) => {
    const image = owner.images.get(name)
    const permissions = shares.get(accountId)
    return image && permissions ? [asConsumer(image, permissions)] : []
  })
}

/** Returns an image as other accounts see it: with its permissions, without the source image builder. */
function asConsumer(image: ImageRecord, permissions: ImagePermissions): ImageRecord {
  const { ImageBuilderName: _builder, ImageSharedWithOthers: _shared, ...shown } = image
  return { ...shown, Name: image.Name, Visibility: 'SHARED', ImagePermissions: permissions }
}
