import { parseArn } from '../../appstream/arn.ts'
import type { AwsImageBuilder } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { streamingUrl } from '../kit/mutations/streaming-url.ts'
import { transition } from '../kit/mutations/transition.ts'
import { exclusive, type Input, type InputMembers } from '../kit/request.ts'
import { anyArn } from '../mutation/constraints.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { AccessEndpointInput, DomainJoinInfoInput, VolumeConfigInput, VpcConfigInput } from './inputs.ts'
import { imageBuilders } from './type.ts'

const createMembers: InputMembers<InputOf<'CreateImageBuilder'>, 'Name'> = {
  ImageName: 'Name of the image. AWS finds shared images by ARN only: use `imageArn` for those.',
  ImageArn: { id: 'ARN of the image.' },
  InstanceType: 'Instance type, for example `stream.standard.large`.',
  Description: 'Description, at most 256 characters.',
  DisplayName: 'Display name, at most 100 characters.',
  VpcConfig: [VpcConfigInput, 'Subnet and security groups.'],
  IamRoleArn: 'ARN of the IAM role of the instance.',
  EnableDefaultInternetAccess: 'True to enable default internet access.',
  DomainJoinInfo: [DomainJoinInfoInput, 'Active Directory domain to join.'],
  AppstreamAgentVersion: 'Version of the AppStream agent, or `LATEST`. Default: the version of the image.',
  Tags: '1 to 50 tags.',
  AccessEndpoints: [
    AccessEndpointInput,
    'VPC endpoints through which to connect to the image builder: 1 to 4. Default: none, it is reached over the internet.',
  ],
  RootVolumeConfig: [VolumeConfigInput, 'Root volume.'],
  SoftwaresToInstall: 'License-included software to install.',
  SoftwaresToUninstall: 'License-included software to remove.',
  DisableIMDSV1: 'True to disable version 1 of the EC2 instance metadata service (IMDSv1).',
}

/** Checks constraints on a new builder that are documented but missing in the service model. */
function checkSettings(input: Input): InputProblem[] {
  const { imageArn, vpcConfig } = input
  const subnets: unknown = Object(vpcConfig).subnetIds
  return [
    ...exclusive(input, ['imageName', 'imageArn'], { isRequired: true }),
    // The constraint of the service model reports values that are no ARN.
    ...(typeof imageArn === 'string' &&
    anyArn.safeParse(imageArn).success &&
    parseArn(imageArn)?.resourceType !== 'image'
      ? [{ path: 'imageArn', message: 'Must be the ARN of an AppStream image.' }]
      : []),
    ...(Array.isArray(subnets) && subnets.length !== 1
      ? [{ path: 'vpcConfig.subnetIds', message: `Must contain exactly one subnet, got ${subnets.length}.` }]
      : []),
  ]
}

/** Returns true if a builder matches the request; another caller may have created one with the same name. */
function isAsRequested(aws: AwsImageBuilder, requested: Input): boolean {
  const members = ['InstanceType', 'DisplayName', 'Description', 'IamRoleArn'] as const
  const imageName = aws.ImageArn === undefined ? undefined : parseArn(aws.ImageArn)?.name
  return (
    members.every((member) => (aws[member] ?? requested[member]) === requested[member]) &&
    (requested['ImageArn'] ?? aws.ImageArn) === aws.ImageArn &&
    (requested['ImageName'] ?? imageName) === (imageName ?? requested['ImageName'])
  )
}

create({
  type: imageBuilders,
  name: 'createImageBuilder',
  operation: 'CreateImageBuilder',
  scope: 'appstream:manage',
  description:
    'Creates and starts an image builder. It is RUNNING after some minutes and is billed while it runs.',
  inputDescription: 'Settings of the new image builder. Requires exactly one of `imageName` and `imageArn`.',
  payloadDescription: 'Payload with the new image builder, which is starting.',
  structure: 'CreateImageBuilderRequest',
  members: createMembers,
  output: 'ImageBuilder',
  recognizedBy: isAsRequested,
  check: checkSettings,
})

const startMembers: InputMembers<InputOf<'StartImageBuilder'>, 'Name'> = {
  AppstreamAgentVersion:
    'Version of the AppStream agent to run, or `LATEST`. Default: the installed version.',
}

transition({
  type: imageBuilders,
  name: 'startImageBuilder',
  operation: 'StartImageBuilder',
  scope: 'appstream:operate',
  description:
    'Starts a STOPPED image builder. It is RUNNING after some minutes and is billed while it runs.',
  structure: 'StartImageBuilderRequest',
  members: startMembers,
  to: ['PENDING', 'UPDATING_AGENT', 'RUNNING'],
  response: {
    output: 'ImageBuilder',
    from: ['STOPPED'],
    payloadDescription: 'Payload with the starting image builder.',
  },
  action: { action: 'START' },
})

transition({
  type: imageBuilders,
  name: 'stopImageBuilder',
  operation: 'StopImageBuilder',
  scope: 'appstream:operate',
  description: 'Stops a running image builder. Its disk is kept.',
  to: ['STOPPING', 'STOPPED'],
  response: {
    output: 'ImageBuilder',
    from: ['RUNNING'],
    payloadDescription: 'Payload with the stopping image builder.',
  },
  action: { action: 'STOP' },
})

remove({
  type: imageBuilders,
  name: 'deleteImageBuilder',
  operation: 'DeleteImageBuilder',
  scope: 'appstream:manage',
  description:
    'Deletes an image builder permanently. It must be STOPPED, RUNNING or FAILED. Images created on it are kept.',
  output: 'ImageBuilder',
  action: { action: 'DELETE', states: ['STOPPED', 'RUNNING', 'FAILED'] },
})

streamingUrl({
  type: imageBuilders,
  name: 'createImageBuilderStreamingUrl',
  operation: 'CreateImageBuilderStreamingURL',
  scope: 'appstream:operate',
  description: 'Creates a URL to connect to a RUNNING image builder. The URL grants access without sign-in.',
  action: { action: 'CREATE_STREAMING_URL', states: ['RUNNING'] },
})
