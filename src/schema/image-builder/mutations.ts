import { parseArn } from '../../appstream/arn.ts'
import type { AwsImageBuilder } from '../../appstream/model.ts'
import type { InputOf } from '../../appstream/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { exclusive, type Input } from '../kit/mutations/declaration.ts'
import { remove } from '../kit/mutations/remove.ts'
import { streamingUrl } from '../kit/mutations/streaming-url.ts'
import { transition } from '../kit/mutations/transition.ts'
import type { InputMembers } from '../kit/request.ts'
import { anyArn } from '../mutation/constraints.ts'
import type { InputProblem } from '../mutation/errors.ts'
import { AccessEndpointInput, DomainJoinInfoInput, VolumeConfigInput, VpcConfigInput } from './inputs.ts'
import { imageBuilders } from './type.ts'

const createMembers: InputMembers<InputOf<'CreateImageBuilder'>, 'Name'> = {
  ImageName: 'The name of the image; a shared image is found by its ARN only.',
  ImageArn: { id: 'The ARN of the image.' },
  InstanceType: 'The instance type, e.g. `stream.standard.large`.',
  Description: 'The description; at most 256 characters.',
  DisplayName: 'The name that people see; at most 100 characters.',
  VpcConfig: [VpcConfigInput, 'The subnet and security groups.'],
  IamRoleArn: 'The ARN of the IAM role of its instance.',
  EnableDefaultInternetAccess: 'Whether it has internet access by default.',
  DomainJoinInfo: [DomainJoinInfoInput, 'The Active Directory domain to join.'],
  AppstreamAgentVersion:
    'The version of the AppStream agent; `LATEST` for the newest. Default: that of the image.',
  Tags: 'The tags: 1 to 50.',
  AccessEndpoints: [AccessEndpointInput, 'The VPC endpoints to reach it through: 1 to 4.'],
  RootVolumeConfig: [VolumeConfigInput, 'The root volume.'],
  SoftwaresToInstall: 'Licence-included software to install.',
  SoftwaresToUninstall: 'Licence-included software to remove.',
  DisableIMDSV1: 'Whether to disable version 1 of the instance metadata service.',
}

/** Checks what the documentation says of a new builder, and the service model does not. */
function checkSettings(input: Input): InputProblem[] {
  const { imageArn, vpcConfig } = input
  const subnets: unknown = Object(vpcConfig).subnetIds
  return [
    ...exclusive(input, ['imageName', 'imageArn'], { isRequired: true }),
    // The service model's own constraint reports what is no ARN at all.
    ...(typeof imageArn === 'string' &&
    anyArn.safeParse(imageArn).success &&
    parseArn(imageArn)?.resourceType !== 'image'
      ? [{ path: 'imageArn', message: 'Must be the ARN of an AppStream image.' }]
      : []),
    ...(Array.isArray(subnets) && subnets.length !== 1
      ? [{ path: 'vpcConfig.subnetIds', message: 'An image builder takes exactly one subnet.' }]
      : []),
  ]
}

/** Returns whether a builder can be the one that was asked for: another caller may have taken the name at the same moment. */
function isAsAsked(aws: AwsImageBuilder, asked: Input): boolean {
  const members = ['InstanceType', 'DisplayName', 'Description', 'IamRoleArn'] as const
  const imageName = aws.ImageArn === undefined ? undefined : parseArn(aws.ImageArn)?.name
  return (
    members.every((member) => (aws[member] ?? asked[member]) === asked[member]) &&
    (asked['ImageArn'] ?? aws.ImageArn) === aws.ImageArn &&
    (asked['ImageName'] ?? imageName) === (imageName ?? asked['ImageName'])
  )
}

create({
  type: imageBuilders,
  name: 'createImageBuilder',
  operation: 'CreateImageBuilder',
  scope: 'appstream:manage',
  description: 'Creates an image builder and starts it; it is billed while it runs.',
  inputDescription: 'The image builder to create, and its image: exactly one of `imageName` and `imageArn`.',
  payloadDescription: 'The image builder, which is starting: it takes minutes to be RUNNING.',
  structure: 'CreateImageBuilderRequest',
  members: createMembers,
  output: 'ImageBuilder',
  recognizedBy: isAsAsked,
  check: checkSettings,
})

const startMembers: InputMembers<InputOf<'StartImageBuilder'>, 'Name'> = {
  AppstreamAgentVersion:
    'The version of the AppStream agent to run; `LATEST` for the newest. Default: the version that it has.',
}

transition({
  type: imageBuilders,
  name: 'startImageBuilder',
  operation: 'StartImageBuilder',
  scope: 'appstream:operate',
  description: 'Starts a stopped image builder: it takes minutes to be RUNNING, and is billed from then on.',
  structure: 'StartImageBuilderRequest',
  members: startMembers,
  to: ['PENDING', 'UPDATING_AGENT', 'RUNNING'],
  answer: {
    output: 'ImageBuilder',
    from: ['STOPPED'],
    payloadDescription: 'The image builder, which is starting.',
  },
})

transition({
  type: imageBuilders,
  name: 'stopImageBuilder',
  operation: 'StopImageBuilder',
  scope: 'appstream:operate',
  description: 'Stops a running image builder; its disk stays.',
  to: ['STOPPING', 'STOPPED'],
  answer: {
    output: 'ImageBuilder',
    from: ['RUNNING'],
    payloadDescription: 'The image builder, which is stopping.',
  },
})

remove({
  type: imageBuilders,
  name: 'deleteImageBuilder',
  operation: 'DeleteImageBuilder',
  scope: 'appstream:manage',
  description:
    'Deletes an image builder for good; the images made on it stay. It has to be STOPPED, RUNNING or FAILED.',
  output: 'ImageBuilder',
})

streamingUrl({
  type: imageBuilders,
  name: 'createImageBuilderStreamingUrl',
  operation: 'CreateImageBuilderStreamingURL',
  scope: 'appstream:operate',
  description: 'Creates a URL that lets whoever has it into a running image builder.',
})
