import { AwsError } from '../errors.ts'
import { type JsonObject, optionalNumber, optionalString, requiredString, stringList } from '../json.ts'
import { pageOf } from '../paging.ts'
import type { ImageRecord } from '../records.ts'
import { atRest, requireOwnImage } from './new-images.ts'
import {
  arnNotFound,
  findEach,
  notFound,
  notPermitted,
  type OperationContext,
  type Operations,
} from './operation.ts'
import { imageByArn, imageByName, visibleImages } from './visible-images.ts'

const describePageSize = 25

/** The operations on images. */
export const imageOperations: Operations = {
  DescribeImages: describeImages,
  DeleteImage: deleteImage,
}

function describeImages(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const names = stringList(input, 'Names')
  const arns = stringList(input, 'Arns')
  const type = optionalString(input, 'Type')
  refuseCombinations(names, arns, type, context)
  const isNamed = names.length + arns.length > 0
  const images = isNamed ? namedImages(names, arns, context) : visibleImages(context)
  const defaultSize = isNamed ? Math.min(describePageSize, behaviour.namedPageSize) : describePageSize
  const page = pageOf(
    type === undefined ? images : images.filter(({ Visibility }) => Visibility === type),
    ({ Name, Arn }) => `${Name}\n${Arn}`,
    {
      nextToken: optionalString(input, 'NextToken'),
      size: optionalNumber(input, 'MaxResults') || defaultSize,
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

/** As at AWS, nothing tells with whom an image is shared, nor of more than one fleet. */
function deleteImage(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const name = requiredString(input, 'Name')
  const image = requireOwnImage(name, context)
  const [fleet] = region.fleetsUsing.get(name) ?? []
  if (fleet !== undefined) {
    throw new AwsError('ResourceInUseException', `The image ${name} is in use by fleet ${fleet}`)
  }
  if (region.permissions.get(name)?.size) {
    throw new AwsError('ResourceInUseException', `The image ${name} is shared with another account`)
  }
  if (!atRest(image)) throw notPermitted('image', name, image.State)
  region.change('image', name, { State: 'DELETING' })
  region.schedule('image', name, [{ atMs: nowMs + durations.deleteImage, state: null }])
  return { Image: imageByName(name, context) }
}
