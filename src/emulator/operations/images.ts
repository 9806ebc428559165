import { parseArn } from '../arn.ts'
import { AwsError } from '../errors.ts'
import { type JsonObject, optionalNumber, optionalString, stringList } from '../json.ts'
import { pageOf } from '../paging.ts'
import type { ImagePermissions, ImageRecord } from '../records.ts'
import type { RegionStore } from '../region.ts'
import { arnNotFound, findEach, notFound, type OperationContext, type Operations } from './operation.ts'

const describePageSize = 25

/** The operations on images. */
export const imageOperations: Operations = {
  DescribeImages: describeImages,
}

function describeImages(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const names = stringList(input, 'Names')
  const arns = stringList(input, 'Arns')
  const type = optionalString(input, 'Type')
  refuseCombinations(names, arns, type, context)
  const images = names.length + arns.length > 0 ? namedImages(names, arns, context) : visibleImages(context)
  const page = pageOf(
    type === undefined ? images : images.filter(({ Visibility }) => Visibility === type),
    ({ Name, Arn }) => `${Name}\n${Arn}`,
    {
      nextToken: optionalString(input, 'NextToken'),
      size: optionalNumber(input, 'MaxResults') || describePageSize,
      listing: [context.operation, region.accountId, region.region, names, arns, type],
      nowMs,
      tokenLifetimeMs: behaviour.nextTokenLifetimeMs,
    },
  )
  return { Images: page.items, NextToken: page.nextToken }
}

function refuseCombinations(
  names: readonly string[],
  arns: readonly string[],
  type: string | undefined,
  { behaviour }: OperationContext,
): void {
  if (names.length > 0 && type !== undefined) {
    throw new AwsError(behaviour.namesWithType, 'Names and Type cannot be specified together.')
  }
  if (names.length > 0 && arns.length > 0 && behaviour.namesWithArns !== 'union') {
    throw new AwsError(behaviour.namesWithArns, 'Names and Arns cannot be specified together.')
  }
}

function namedImages(
  names: readonly string[],
  arns: readonly string[],
  context: OperationContext,
): readonly ImageRecord[] {
  const { region, behaviour } = context
  const byName = (name: string) => imageByName(name, context)
  const byArn = (arn: string) => imageByArn(arn, context)
  const named = findEach(names, byName, behaviour.someNamesMissing, (name) =>
    notFound('image', name, region.accountId),
  )
  return [...named, ...findEach(arns, byArn, behaviour.someArnsMissing, arnNotFound)]
}

/** By name, only what the account owns and what is public is found: shared images have to be asked for by ARN. */
function imageByName(name: string, { region }: OperationContext): ImageRecord | undefined {
  const own = region.images.get(name)
  return own === undefined ? region.publicImages.get(name) : asOwner(own, region)
}

function imageByArn(arn: string, context: OperationContext): ImageRecord | undefined {
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

function visibleImages({ region, store }: OperationContext): readonly ImageRecord[] {
  const others = store.inRegion(region.region).filter(({ accountId }) => accountId !== region.accountId)
  return [
    ...region.publicImages.values(),
    ...region.images.values().map((image) => asOwner(image, region)),
    ...others.flatMap((owner) => sharedBy(owner, region.accountId)),
  ]
}

/** Owners alone are told whether an image is shared. */
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

/** What another account is shown of an image: its permissions, and not the builder that the image came from. */
function asConsumer(image: ImageRecord, permissions: ImagePermissions): ImageRecord {
  const { ImageBuilderName: _builder, ImageSharedWithOthers: _shared, ...shown } = image
  return { ...shown, Name: image.Name, Visibility: 'SHARED', ImagePermissions: permissions }
}
