import type { ComputeCapacity, FleetAttribute } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { DomainJoinInfoInput, VolumeConfigInput, VpcConfigInput } from '../image-builder/inputs.ts'
import { associate } from '../kit/mutations/associate.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { transition } from '../kit/mutations/transition.ts'
import { update } from '../kit/mutations/update.ts'
import { defineInput, exclusive, type Input, type InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { openEnum } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { S3LocationInput } from '../s3-location.ts'
import { stackFleets } from '../stack/association.ts'
import { stacks } from '../stack/type.ts'
import { fleetType, streamView } from './enums.ts'
import { fleets } from './type.ts'

const ComputeCapacityInput = defineInput<ComputeCapacity>(
  'AppStreamComputeCapacityInput',
  'ComputeCapacity',
  'Desired capacity of a fleet. Requires exactly one of `desiredInstances` and `desiredSessions`.',
  {
    DesiredInstances: 'Desired number of instances.',
    DesiredSessions:
      'Desired number of user sessions. For multi-session fleets; requires `maxSessionsPerInstance`.',
  },
)

const fleetAttribute = openEnum<FleetAttribute>(
  'AppStreamFleetAttribute',
  'Fleet setting that an update can remove.',
  {
    VPC_CONFIGURATION: 'Subnets and security groups.',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'Security groups.',
    DOMAIN_JOIN_INFO: 'Active Directory domain.',
    IAM_ROLE_ARN: 'IAM role.',
    USB_DEVICE_FILTER_STRINGS: 'USB device filters.',
    SESSION_SCRIPT_S3_LOCATION: 'Session scripts.',
    MAX_SESSIONS_PER_INSTANCE: 'Maximum number of sessions per instance.',
    VOLUME_CONFIGURATION: 'Root volume.',
  },
)

/** Settings common to creation and update. */
const settings = {
  ImageName: 'Name of the image. AWS finds shared images by ARN only: use `imageArn` for those.',
  ImageArn: { id: 'ARN of the image.' },
  InstanceType: 'Instance type, for example `stream.standard.medium`.',
  ComputeCapacity: [ComputeCapacityInput, 'Desired capacity. Not for Elastic fleets.'],
  VpcConfig: [
    VpcConfigInput,
    'Subnets and security groups. Elastic fleets require two subnets in different Availability Zones.',
  ],
  MaxUserDurationInSeconds:
    'Maximum duration of a session in seconds: 600 to 432000. Default for a new fleet: 57600.',
  DisconnectTimeoutInSeconds:
    'Time in seconds until a disconnected session ends: 60 to 36000. Default for a new fleet: 900.',
  IdleDisconnectTimeoutInSeconds:
    'Time in seconds until an idle user is disconnected: 60 to 36000, rounded to minutes by AWS, or 0 for never. Default for a new fleet: 0.',
  Description: 'Description, at most 256 characters.',
  DisplayName: 'Display name, at most 100 characters.',
  EnableDefaultInternetAccess: 'True to enable default internet access.',
  DomainJoinInfo: [DomainJoinInfoInput, 'Active Directory domain to join. Not for Elastic fleets.'],
  IamRoleArn: 'ARN of the IAM role of the instances.',
  StreamView: [streamView, 'View shown to users. Default for a new fleet: APP.'],
  Platform: [platform, 'Operating system. For Elastic fleets only.'],
  MaxConcurrentSessions: 'Maximum number of concurrent sessions. For Elastic fleets only.',
  UsbDeviceFilterStrings: 'Filters for the USB devices that users can redirect to a session.',
  SessionScriptS3Location: [S3LocationInput, 'Session scripts. For Elastic fleets only.'],
  MaxSessionsPerInstance: 'Maximum number of sessions per instance. For multi-session fleets only.',
  RootVolumeConfig: [VolumeConfigInput, 'Root volume: 200 to 500 GB. Default for a new fleet: 200 GB.'],
  DisableIMDSV1: 'True to disable version 1 of the EC2 instance metadata service (IMDSv1).',
} as const

const createMembers: InputMembers<InputOf<'CreateFleet'>, 'Name'> = {
  ...settings,
  FleetType: [fleetType, 'Fleet type. Cannot be changed later. Default: ALWAYS_ON.'],
  Tags: '1 to 50 tags.',
}

const updateMembers: InputMembers<InputOf<'UpdateFleet'>, 'Name' | 'DeleteVpcConfig'> = {
  ...settings,
  ImageArn: {
    id: 'ARN of the image. An image with another operating system requires the fleet to be STOPPED.',
  },
  AttributesToDelete: [fleetAttribute, 'Settings to remove.'],
}

/** Checks constraints on fleet settings that are documented but missing in the service model. */
function checkSettings(input: Input): InputProblem[] {
  const capacity = input['computeCapacity']
  const within = (member: string, min: number, max: number, allowed: readonly number[] = []) => {
    const value = input[member]
    const isValid = typeof value !== 'number' || allowed.includes(value) || (value >= min && value <= max)
    const others = allowed.map((other) => `${other}, or `).join('')
    return isValid
      ? []
      : [{ path: member, message: `Must be ${others}between ${min} and ${max}, got ${value}.` }]
  }
  return [
    ...within('maxUserDurationInSeconds', 600, 432_000),
    ...within('disconnectTimeoutInSeconds', 60, 36_000),
    ...within('idleDisconnectTimeoutInSeconds', 60, 36_000, [0]),
    ...(capacity == null
      ? []
      : exclusive({ ...capacity }, ['desiredInstances', 'desiredSessions'], { isRequired: true }).map(
          ({ message }) => ({ path: 'computeCapacity', message }),
        )),
  ]
}

const isElastic = ({ fleetType: type }: Input) => type === 'ELASTIC'

const ofFleets = { type: fleets } as const

create({
  ...ofFleets,
  name: 'createAppStreamFleet',
  operation: 'CreateFleet',
  scope: 'appstream:manage',
  description: 'Creates a fleet in the state STOPPED. Start it with `startAppStreamFleet`.',
  payloadDescription: 'Payload with the new fleet, which is STOPPED. Start it with `startAppStreamFleet`.',
  structure: 'CreateFleetRequest',
  members: createMembers,
  references: { ImageName: 'image', ImageArn: 'image' },
  output: 'Fleet',
  recognizedBy: [
    'InstanceType',
    'FleetType',
    'DisplayName',
    'Description',
    'IamRoleArn',
    'ImageArn',
    'ImageName',
  ],
  check: (input) => [
    ...checkSettings(input),
    ...exclusive(input, ['imageName', 'imageArn'], { isRequired: !isElastic(input) }),
  ],
})

update({
  ...ofFleets,
  name: 'updateAppStreamFleet',
  operation: 'UpdateFleet',
  scope: 'appstream:manage',
  description:
    'Updates a fleet. While RUNNING, Always-On and On-Demand fleets accept display name, capacity, the two timeouts and an image with the same operating system; Elastic fleets accept display name, the two timeouts, `maxConcurrentSessions`, session scripts and USB device filters. Other changes require the fleet to be STOPPED.',
  payloadDescription: 'Payload with the updated fleet.',
  structure: 'UpdateFleetRequest',
  members: updateMembers,
  output: 'Fleet',
  removes: {
    VPC_CONFIGURATION: 'vpcConfig',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'vpcConfig.securityGroupIds',
    DOMAIN_JOIN_INFO: 'domainJoinInfo',
    IAM_ROLE_ARN: 'iamRoleArn',
    USB_DEVICE_FILTER_STRINGS: 'usbDeviceFilterStrings',
    SESSION_SCRIPT_S3_LOCATION: 'sessionScriptS3Location',
    MAX_SESSIONS_PER_INSTANCE: 'maxSessionsPerInstance',
    VOLUME_CONFIGURATION: 'rootVolumeConfig',
  },
  shownAs: { ComputeCapacity: 'ComputeCapacityStatus' },
  // A RUNNING fleet accepts only some settings.
  action: { action: 'UPDATE', states: ['STOPPED', 'RUNNING'] },
  check: (input) => [...checkSettings(input), ...exclusive(input, ['imageName', 'imageArn'])],
})

transition({
  ...ofFleets,
  name: 'startAppStreamFleet',
  operation: 'StartFleet',
  scope: 'appstream:operate',
  description: 'Starts a STOPPED fleet. It is RUNNING after some minutes and is billed while it runs.',
  to: ['STARTING', 'RUNNING'],
  response: { subscription: 'appStreamFleetStateChanged' },
  action: { action: 'START', states: ['STOPPED'] },
})

transition({
  ...ofFleets,
  name: 'stopAppStreamFleet',
  operation: 'StopFleet',
  scope: 'appstream:operate',
  description: 'Stops a running fleet and ends its sessions.',
  to: ['STOPPING', 'STOPPED'],
  response: { subscription: 'appStreamFleetStateChanged' },
  action: { action: 'STOP', states: ['STARTING', 'RUNNING'] },
})

remove({
  ...ofFleets,
  name: 'deleteAppStreamFleet',
  operation: 'DeleteFleet',
  scope: 'appstream:manage',
  description: 'Deletes a fleet permanently. It must be STOPPED and must not be associated with a stack.',
  requires: 'STOPPED',
  action: { action: 'DELETE' },
})

const ofPairs = {
  association: stackFleets,
  types: { left: stacks, right: fleets },
  members: { left: 'StackName', right: 'FleetName' },
  scope: 'appstream:manage',
} as const

associate({
  ...ofPairs,
  name: 'associateAppStreamFleet',
  operation: 'AssociateFleet',
  associates: true,
  action: { action: 'ASSOCIATE' },
  description: 'Associates a fleet with a stack, so that users of the stack can stream from the fleet.',
})

associate({
  ...ofPairs,
  name: 'disassociateAppStreamFleet',
  operation: 'DisassociateFleet',
  associates: false,
  action: { action: 'DISASSOCIATE' },
  description:
    'Disassociates a fleet from a stack. AWS rejects this while the stack has sessions on the fleet.',
})
