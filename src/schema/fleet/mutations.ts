import type { ComputeCapacity, FleetAttribute, S3Location } from '../../appstream/model.ts'
import type { InputOf } from '../../appstream/operations.ts'
import { DomainJoinInfoInput, VolumeConfigInput, VpcConfigInput } from '../image-builder/inputs.ts'
import { associate } from '../kit/mutations/associate.ts'
import { create } from '../kit/mutations/create.ts'
import { contradictions, exclusive, type Input } from '../kit/mutations/declaration.ts'
import { remove } from '../kit/mutations/remove.ts'
import { transition } from '../kit/mutations/transition.ts'
import { update } from '../kit/mutations/update.ts'
import { defineInput, type InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/errors.ts'
import { openEnum } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { stackFleets } from '../stack/association.ts'
import { stacks } from '../stack/type.ts'
import { fleetType, streamView } from './enums.ts'
import { fleets } from './type.ts'

const ComputeCapacityInput = defineInput<ComputeCapacity>(
  'AppStreamComputeCapacityInput',
  'ComputeCapacity',
  'The desired capacity of a fleet: exactly one of `desiredInstances` and `desiredSessions`.',
  {
    DesiredInstances: 'The desired number of instances.',
    DesiredSessions:
      'The desired number of user sessions; with `maxSessionsPerInstance`, on multi-session fleets.',
  },
)

const S3LocationInput = defineInput<S3Location>(
  'AppStreamS3LocationInput',
  'S3Location',
  'An object in Amazon S3.',
  {
    S3Bucket: 'The bucket.',
    S3Key: 'The key of the object; needed for all but a new app block of custom packaging.',
  },
)

const fleetAttribute = openEnum<FleetAttribute>(
  'AppStreamFleetAttribute',
  'A setting that an update can remove from a fleet.',
  {
    VPC_CONFIGURATION: 'The subnets and security groups.',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'The security groups.',
    DOMAIN_JOIN_INFO: 'The Active Directory domain.',
    IAM_ROLE_ARN: 'The IAM role.',
    USB_DEVICE_FILTER_STRINGS: 'The USB device filters.',
    SESSION_SCRIPT_S3_LOCATION: 'The session scripts.',
    MAX_SESSIONS_PER_INSTANCE: 'The maximum number of sessions per instance.',
    VOLUME_CONFIGURATION: 'The root volume.',
  },
)

/** The settings that creation and update have in common. */
const settings = {
  ImageName: 'The name of the image; a shared image is found by its ARN only.',
  ImageArn: { id: 'The ARN of the image.' },
  InstanceType: 'The instance type, e.g. `stream.standard.medium`.',
  ComputeCapacity: [ComputeCapacityInput, 'The desired capacity; not for Elastic fleets.'],
  VpcConfig: [
    VpcConfigInput,
    'The subnets and security groups. Elastic fleets need two subnets in different availability zones.',
  ],
  MaxUserDurationInSeconds: 'The maximum duration of a session in seconds: 600 to 432000. Default: 57600.',
  DisconnectTimeoutInSeconds:
    'The time in seconds after which a disconnected session ends: 60 to 36000. Default: 900.',
  IdleDisconnectTimeoutInSeconds:
    'The time in seconds after which an idle user is disconnected: 0 for never, or 60 to 36000; AWS rounds to minutes. Default: 0.',
  Description: 'The description; at most 256 characters.',
  DisplayName: 'The name that users see; at most 100 characters.',
  EnableDefaultInternetAccess: 'Whether it has internet access by default.',
  DomainJoinInfo: [DomainJoinInfoInput, 'The Active Directory domain to join; not for Elastic fleets.'],
  IamRoleArn: 'The ARN of the IAM role of its instances.',
  StreamView: [streamView, 'The view that its users see. Default: APP.'],
  Platform: [platform, 'The operating system of an Elastic fleet.'],
  MaxConcurrentSessions: 'The maximum number of concurrent sessions of an Elastic fleet.',
  UsbDeviceFilterStrings: 'The filters of the USB devices that users can redirect.',
  SessionScriptS3Location: [S3LocationInput, 'The session scripts of an Elastic fleet.'],
  MaxSessionsPerInstance: 'The maximum number of sessions per instance of a multi-session fleet.',
  RootVolumeConfig: [VolumeConfigInput, 'The root volume: 200 to 500 GB. Default: 200.'],
  DisableIMDSV1: 'Whether to disable version 1 of the instance metadata service.',
} as const

const createMembers: InputMembers<InputOf<'CreateFleet'>, 'Name'> = {
  ...settings,
  FleetType: [
    fleetType,
    'The way in which its instances run; it cannot be changed later. Default: ALWAYS_ON.',
  ],
  Tags: 'The tags: 1 to 50.',
}

const updateMembers: InputMembers<InputOf<'UpdateFleet'>, 'Name' | 'DeleteVpcConfig'> = {
  ...settings,
  ImageArn: { id: 'The ARN of the image; of another operating system only while the fleet is STOPPED.' },
  AttributesToDelete: [fleetAttribute, 'The settings to remove.'],
}

/** Checks what the documentation says of a fleet's settings, and the service model does not. */
function checkSettings(input: Input): InputProblem[] {
  const capacity = input['computeCapacity']
  const within = (member: string, min: number, max: number, allowed: readonly number[] = []) => {
    const value = input[member]
    const isSound = typeof value !== 'number' || allowed.includes(value) || (value >= min && value <= max)
    const others = allowed.map((other) => `${other}, or `).join('')
    return isSound
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

const ofFleets = {
  type: fleets,
  associations: [{ association: stackFleets, side: 'right' }],
} as const

create({
  ...ofFleets,
  name: 'createAppStreamFleet',
  operation: 'CreateFleet',
  scope: 'appstream:manage',
  description: 'Creates a fleet. It is STOPPED until it is started.',
  payloadDescription: 'The new fleet, which is STOPPED: `startAppStreamFleet` starts it.',
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
    'Updates a fleet. While it is RUNNING, AWS accepts a new image of the same operating system, the capacity, the display name and the two timeouts; everything else needs it to be STOPPED.',
  payloadDescription: 'The updated fleet.',
  structure: 'UpdateFleetRequest',
  members: updateMembers,
  output: 'Fleet',
  check: (input) => [
    ...checkSettings(input),
    ...exclusive(input, ['imageName', 'imageArn']),
    ...contradictions(input, {
      VPC_CONFIGURATION: 'vpcConfig',
      VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'vpcConfig.securityGroupIds',
      DOMAIN_JOIN_INFO: 'domainJoinInfo',
      IAM_ROLE_ARN: 'iamRoleArn',
      USB_DEVICE_FILTER_STRINGS: 'usbDeviceFilterStrings',
      SESSION_SCRIPT_S3_LOCATION: 'sessionScriptS3Location',
      MAX_SESSIONS_PER_INSTANCE: 'maxSessionsPerInstance',
      VOLUME_CONFIGURATION: 'rootVolumeConfig',
    }),
  ],
})

transition({
  ...ofFleets,
  name: 'startAppStreamFleet',
  operation: 'StartFleet',
  scope: 'appstream:operate',
  description: 'Starts a stopped fleet: it takes minutes to be RUNNING, and is billed from then on.',
  to: ['STARTING', 'RUNNING'],
  answer: { subscription: 'appStreamFleetStateChanged' },
})

transition({
  ...ofFleets,
  name: 'stopAppStreamFleet',
  operation: 'StopFleet',
  scope: 'appstream:operate',
  description: 'Stops a running fleet, which ends its sessions.',
  to: ['STOPPING', 'STOPPED'],
  answer: { subscription: 'appStreamFleetStateChanged' },
})

remove({
  ...ofFleets,
  name: 'deleteAppStreamFleet',
  operation: 'DeleteFleet',
  scope: 'appstream:manage',
  description: 'Deletes a fleet for good. It has to be STOPPED and associated with no stack.',
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
  description: 'Associates a fleet with a stack, whose users stream from it from then on.',
})

associate({
  ...ofPairs,
  name: 'disassociateAppStreamFleet',
  operation: 'DisassociateFleet',
  associates: false,
  description: 'Ends the association of a fleet with a stack. The stack may have no sessions on the fleet.',
})
