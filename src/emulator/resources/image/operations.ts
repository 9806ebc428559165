import { AwsError } from '../../errors.ts'
import { type JsonObject, optionalNumber, optionalString, requiredString, stringList } from '../../json.ts'
import { findEach, pageFor } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { arnNotFound, inUse, notFound, notPermitted, requireExisting } from '../../kit/preconditions.ts'
import { copyImage, createUpdatedImage } from './derived.ts'
import { createImportedImage } from './imported.ts'
import { type ImageRecord, imageKind } from './kind.ts'
import { deleteImagePermissions, describeImagePermissions, updateImagePermissions } from './permissions.ts'
import { atRest } from './requirements.ts'
import { imageByArn, imageByName, visibleImages } from './visible.ts'

const describePageSize = 25

/** Operations on images and on the permissions of shared images. */
export const imageOperations: Operations = {
  DescribeImages: describeImages,
  DeleteImage: deleteImage,
  CopyImage: copyImage,
  CreateUpdatedImage: createUpdatedImage,
  CreateImportedImage: createImportedImage,
  DescribeImagePermissions: describeImagePermissions,
  UpdateImagePermissions: updateImagePermissions,
  DeleteImagePermissions: deleteImagePermissions,
}

function describeImages(input: JsonObject, context: OperationContext): JsonObject {
  const names = stringList(input, 'Names')
  const arns = stringList(input, 'Arns')
  const type = optionalString(input, 'Type')
  rejectCombinations(names, arns, type, context)
  const isNamed = names.length + arns.length > 0
  const images = isNamed ? namedImages(names, arns, context) : visibleImages(context)
  const { namedPageSize } = context.behaviour
  const defaultSize = isNamed ? Math.min(describePageSize, namedPageSize) : describePageSize
  const page = pageFor(
    type === undefined ? images : images.filter(({ Visibility }) => Visibility === type),
    ({ Name, Arn }) => `${Name}
${Arn}`,
    {
      input,
      context,
      size: optionalNumber(input, 'MaxResults') || defaultSize,
      parameters: [names, arns, type],
    },
  )
  return { Images: page.items, NextToken: page.nextToken }
}

function rejectCombinations(
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
    notFound(imageKind, name, region.accountId),
  )
  return [...named, ...findEach(arns, byArn, behaviour.someArnsMissing, arnNotFound)]
}

/** DeleteImage. As at AWS, the error names only one fleet, and no account that the image is shared with. */
function deleteImage(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const name = requiredString(input, 'Name')
  const image = requireExisting(region.images, name, context)
  const fleets = region.fleets.values().filter(({ ImageArn }) => ImageArn === image.Arn)
  const [fleet] = fleets
    .map(({ Name }) => Name)
    .toArray()
    .sort()
  if (fleet !== undefined) throw inUse(`The image ${name} is in use by fleet ${fleet}`)
  if (region.permissions.get(name)?.size) throw inUse(`The image ${name} is shared with another account`)
  if (!atRest(image)) throw notPermitted(imageKind, name, image.State)
  region.images.change(name, { State: 'DELETING' })
  region.images.schedule(name, [{ atMs: nowMs + durations.deleteImage, state: null }])
  return { Image: imageByName(name, context) }
}
