import { createHash } from 'node:crypto'
import { formatArn } from '../../arn.ts'
import { AwsError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
  stringMap,
} from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, requireNew, requireQuota, requireRole } from '../../kit/preconditions.ts'
import type { ImageRecord } from '../image/kind.ts'
import { requestedImage, requireInstanceType, requireUsable } from '../image/requirements.ts'
import { requestedSoftware, startWithSoftware } from '../software/new-builder.ts'
import { startingSteps } from './start.ts'

/** Members that are copied from the request to the image builder. */
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

/** CreateImageBuilder: the builder is PENDING, then UPDATING_AGENT if its agent version is pinned, then RUNNING. */
export function createImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'Name')
  rejectCombinations(input)
  requireNew(region.imageBuilders, name)
  const image = requestedImage(input, context)
  requireLaunchable(image, requiredString(input, 'InstanceType'))
  requireRole(optionalString(input, 'IamRoleArn'))
  const software = requestedSoftware(input, image, context)
  requireQuota(region.imageBuilders, context)

  const arn = formatArn(region.region, region.accountId, 'image-builder', name)
  const start = startingSteps(optionalString(input, 'AppstreamAgentVersion'), context)
  region.putImageBuilder({
    Name: name,
    ImageArn: image.Arn,
    Platform: image.Platform,
    State: 'PENDING',
    RootVolumeConfig: { VolumeSizeInGb: 200 },
    EnableDefaultInternetAccess: false,
    NetworkAccessConfiguration: networkOf(arn),
    ...start.members,
    ...givenMembers(input, requestedMembers),
  })
  region.setTags(arn, stringMap(input, 'Tags'))
  region.imageBuilders.schedule(name, startWithSoftware(arn, software, start.steps, context))
  return { ImageBuilder: region.imageBuilders.get(name) }
}

function rejectCombinations(input: JsonObject): void {
  const named = [optionalString(input, 'ImageName'), optionalString(input, 'ImageArn')]
  if (named.filter((image) => image !== undefined).length !== 1) {
    throw combinationError('Exactly one of ImageName and ImageArn must be specified.')
  }
  if (stringList(optionalObject(input, 'VpcConfig') ?? {}, 'SubnetIds').length > 1) {
    throw combinationError('An image builder requires exactly one subnet.')
  }
}

function requireLaunchable(image: ImageRecord, instanceType: string): void {
  requireUsable(image, 'allowImageBuilder')
  if (image.ImageBuilderSupported === false) {
    const message = `The image ${image.Name} does not support image builders.`
    throw new AwsError('IncompatibleImageException', message)
  }
  requireInstanceType(image, instanceType)
}

/** Returns the network interface of a builder. Derived from the ARN, so that it is the same in every run. */
function networkOf(arn: string): JsonObject {
  const digest = createHash('sha256').update(arn).digest()
  const [third = 0, fourth = 0] = digest
  return {
    EniId: `eni-${digest.toString('hex').slice(0, 17)}`,
    EniPrivateIpAddress: `10.20.${third}.${fourth}`,
  }
}
