import { createHash } from 'node:crypto'
import { formatArn } from '../arn.ts'
import { AwsError } from '../errors.ts'
import {
  type JsonObject,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
  stringMap,
} from '../json.ts'
import type { ImageRecord } from '../records.ts'
import { startingSteps } from './image-builder-start.ts'
import { requireAvailable } from './new-images.ts'
import { alreadyExists, arnNotFound, notFound, type OperationContext, quotaExceeded } from './operation.ts'
import { imageByArn, imageByName } from './visible-images.ts'

/** The members of the request that the image builder has as they are. */
const requestedMembers = [
  'DisplayName',
  'Description',
  'InstanceType',
  'VpcConfig',
  'IamRoleArn',
  'EnableDefaultInternetAccess',
  'DomainJoinInfo',
  'AccessEndpoints',
  'RootVolumeConfig',
  'DisableIMDSV1',
]

/** CreateImageBuilder: the builder is PENDING, at its agent's version in between when one is pinned, then RUNNING. */
export function createImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const name = requiredString(input, 'Name')
  const { imageBuilders } = behaviour.quotas
  refuseCombinations(input)
  if (region.imageBuilders.has(name)) throw alreadyExists('image builder', name)
  const image = requestedImage(input, context)
  requireLaunchable(image, requiredString(input, 'InstanceType'))
  requireRole(optionalString(input, 'IamRoleArn'))
  if (region.imageBuilders.size >= imageBuilders) throw quotaExceeded('image builders', imageBuilders)

  const arn = formatArn(region.region, region.accountId, 'image-builder', name)
  const start = startingSteps(optionalString(input, 'AppstreamAgentVersion'), context)
  region.putImageBuilder({
    Name: name,
    Arn: arn,
    ImageArn: image.Arn,
    Platform: image.Platform,
    State: 'PENDING',
    CreatedTime: new Date(nowMs),
    RootVolumeConfig: { VolumeSizeInGb: 200 },
    EnableDefaultInternetAccess: false,
    NetworkAccessConfiguration: networkOf(arn),
    ...start.members,
    ...Object.fromEntries(
      requestedMembers.flatMap((member) =>
        (input[member] ?? null) === null ? [] : [[member, input[member]]],
      ),
    ),
  })
  region.setTags(arn, stringMap(input, 'Tags'))
  region.schedule('image-builder', name, start.steps)
  return { ImageBuilder: region.imageBuilders.get(name) }
}

function refuseCombinations(input: JsonObject): void {
  const named = [optionalString(input, 'ImageName'), optionalString(input, 'ImageArn')]
  if (named.filter((image) => image !== undefined).length !== 1) {
    throw combinationError('Exactly one of ImageName and ImageArn must be specified.')
  }
  if (stringList(optionalObject(input, 'VpcConfig') ?? {}, 'SubnetIds').length > 1) {
    throw combinationError('An image builder takes one subnet.')
  }
}

function combinationError(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message)
}

function requestedImage(input: JsonObject, context: OperationContext): ImageRecord {
  const arn = optionalString(input, 'ImageArn')
  const name = optionalString(input, 'ImageName') ?? ''
  const image = arn === undefined ? imageByName(name, context) : imageByArn(arn, context)
  if (image !== undefined) return image
  throw arn === undefined ? notFound('image', name, context.region.accountId) : arnNotFound(arn)
}

function requireLaunchable(image: ImageRecord, instanceType: string): void {
  requireAvailable(image)
  const permissions = optionalObject(image, 'ImagePermissions')
  if (permissions !== undefined && permissions['allowImageBuilder'] !== true) {
    throw new AwsError(
      'OperationNotPermittedException',
      `The image ${image.Name} is not shared for image builders.`,
    )
  }
  if (image.ImageBuilderSupported === false) {
    throw new AwsError(
      'IncompatibleImageException',
      `The image ${image.Name} does not support image builders.`,
    )
  }
  const families = stringList(image, 'SupportedInstanceFamilies')
  const hasGraphics = families.length === 0 || families.some((family) => /graphics/i.test(family))
  if (instanceType.startsWith('stream.graphics') && !hasGraphics) {
    const message = `The image ${image.Name} does not support the instance type ${instanceType}.`
    throw new AwsError('IncompatibleImageException', message)
  }
}

/** There is no IAM here: a role whose name ends in "invalid" stands for one that AppStream cannot assume. */
function requireRole(arn: string | undefined): void {
  if (!arn?.endsWith('invalid')) return
  throw new AwsError(
    'InvalidRoleException',
    `AppStream encountered an error because your IAM role '${arn}' is invalid`,
  )
}

/** Made from the ARN, so that the same builder has the same address on every run. */
function networkOf(arn: string): JsonObject {
  const digest = createHash('sha256').update(arn).digest()
  const [third = 0, fourth = 0] = digest
  return {
    EniId: `eni-${digest.toString('hex').slice(0, 17)}`,
    EniPrivateIpAddress: `10.20.${third}.${fourth}`,
  }
}
