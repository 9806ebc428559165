import type { AwsFleet, ComputeCapacityStatus } from '../../appstream/model.ts'
import { S3LocationRef } from '../application/type.ts'
import { builder } from '../builder.ts'
import { images } from '../image/type.ts'
import { DomainJoinInfoRef, VolumeConfigRef, VpcConfigRef } from '../image-builder/parts.ts'
import { anyOf, createdFilters, flag, nameFilters, reference } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { associatedWith } from '../kit/relations.ts'
import { defineResource } from '../kit/resource.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { stackFleets } from '../stack/association.ts'
import { capacityOf, FleetCapacityRef } from './capacity.ts'
import { fleetState, fleetType, streamView } from './enums.ts'
import { FindingRef, findingsFilter } from './finding-fields.ts'
import { findingsOf, imageOfFleet } from './findings.ts'
import { type Fleet, fleetKind } from './kind.ts'

const ComputeCapacityStatusRef = defineStructure<ComputeCapacityStatus>({
  name: 'AppStreamComputeCapacityStatus',
  structure: 'ComputeCapacityStatus',
  description:
    'The capacity of a fleet as AWS counts it; `capacity` has it in one unit for all types of fleets.',
  members: {
    Desired: 'The desired number of instances.',
    Running: 'The number of instances that are running, in use or not.',
    InUse: 'The number of instances in use.',
    Available: 'The number of instances that are available.',
    DesiredUserSessions: 'The desired number of user sessions. Null on fleets that are not multi-session.',
    AvailableUserSessions:
      'The number of sessions that are available. Null on fleets that are not multi-session.',
    ActiveUserSessions: 'The number of sessions in use. Null on fleets that are not multi-session.',
    ActualUserSessions:
      'The number of sessions that the running instances can serve. Null on fleets that are not multi-session.',
    Draining: 'The number of instances that take no new sessions. Null on fleets that are not multi-session.',
    DrainModeActiveUserSessions:
      'The number of sessions in use on draining instances. Null on fleets that are not multi-session.',
    DrainModeUnusedUserSessions:
      'The number of unused sessions on draining instances. Null on fleets that are not multi-session.',
  },
})

const members: Members<AwsFleet, 'Arn' | 'Name' | 'State'> = {
  DisplayName: 'The name that users see. Null if there is none.',
  Description: 'The description. Null if there is none.',
  ImageName: 'The name of the image that new instances are launched from. Null on Elastic fleets.',
  ImageArn: {
    id: 'The ARN of the image that new instances are launched from; running instances may still have an earlier one. Null on Elastic fleets.',
  },
  InstanceType: 'The instance type, e.g. `stream.standard.medium`.',
  FleetType: [fleetType, 'The way in which its instances run. Null if AWS does not return it.'],
  ComputeCapacityStatus: [ComputeCapacityStatusRef, 'The capacity as AWS counts it; see also `capacity`.'],
  MaxUserDurationInSeconds: 'The maximum duration of a session in seconds.',
  DisconnectTimeoutInSeconds: 'The time in seconds after which a disconnected session ends.',
  IdleDisconnectTimeoutInSeconds:
    'The time in seconds after which an idle user is disconnected; 0 for never.',
  VpcConfig: [
    VpcConfigRef,
    'The subnets and security groups of your VPC that it runs in. Null if there are none.',
  ],
  CreatedTime: 'The time of creation.',
  FleetErrors: [
    ResourceErrorRef,
    'The errors that AWS reports; `errorTimestamp` is null on each. Empty if there are none.',
  ],
  EnableDefaultInternetAccess: 'Whether it has internet access by default.',
  DomainJoinInfo: [
    DomainJoinInfoRef,
    'The Active Directory domain that its instances join. Null if there is none.',
  ],
  IamRoleArn: 'The ARN of the IAM role of its instances. Null if there is none.',
  StreamView: [streamView, 'The view that its users see. Null if AWS does not return it.'],
  Platform: [platform, 'The operating system. Null if AWS does not return it.'],
  MaxConcurrentSessions: 'The maximum number of concurrent sessions. Null on fleets that are not Elastic.',
  UsbDeviceFilterStrings: 'The filters of the USB devices that users can redirect. Empty if there are none.',
  SessionScriptS3Location: [S3LocationRef, 'The session scripts. Null on fleets that are not Elastic.'],
  MaxSessionsPerInstance:
    'The maximum number of sessions per instance. Null on fleets that are not multi-session.',
  RootVolumeConfig: [VolumeConfigRef, 'The root volume. Null if AWS does not return it.'],
  DisableIMDSV1: 'Whether version 1 of the instance metadata service is disabled.',
}

/** Fleets. */
export const fleets = defineResource({
  kind: fleetKind,
  structure: 'Fleet',
  description: 'An AppStream fleet: the instances that users stream from. Identified by its ARN.',
  noun: 'fleet',
  plural: 'fleets',
  queries: { one: 'appStreamFleet', many: 'appStreamFleets' },
  state: fleetState,
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    states: anyOf<Fleet, string>('Matches these states.', fleetState, ({ aws }) => aws.State ?? ''),
    fleetTypes: anyOf<Fleet, string>('Matches these types.', fleetType, ({ aws }) => aws.FleetType ?? ''),
    platforms: anyOf<Fleet, string>('Matches these operating systems.', platform, ({ aws }) => aws.Platform),
    instanceTypes: anyOf<Fleet, string>(
      'Matches these instance types.',
      'String',
      ({ aws }) => aws.InstanceType,
    ),
    stackArn: associatedWith<Fleet>('Matches fleets of the stack with this ARN. Costs one call to AWS.', {
      association: stackFleets,
      side: 'left',
      arnType: 'stack',
    }),
    imageArn: reference<Fleet>(
      'Matches fleets of the image with this ARN.',
      'image',
      ({ aws }) => aws.ImageArn,
    ),
    directoryNames: anyOf<Fleet, string>(
      'Matches fleets that join one of these Active Directory domains.',
      'String',
      ({ aws }) => aws.DomainJoinInfo?.DirectoryName,
    ),
    hasErrors: flag<Fleet>(
      'Matches fleets with errors, or without.',
      ({ aws }) => (aws.FleetErrors ?? []).length > 0,
    ),
    findings: findingsFilter,
  },
})

builder.objectFields(fleets.ref, (t) => ({
  image: t.field({
    type: images.ref,
    nullable: true,
    description:
      'The image that new instances are launched from; null on Elastic fleets, and if it is gone or not visible any more.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.ImageArn === undefined ? null : loaders.image.load({ arn: aws.ImageArn, via: target }),
  }),
  capacity: t.field({
    type: FleetCapacityRef,
    description: 'Its capacity in one unit for all types of fleets. Needs no call to AWS of its own.',
    resolve: ({ aws }) => capacityOf(aws),
  }),
  findings: t.field({
    type: [FindingRef],
    nullable: true,
    listSize: { assumedSize: 3 },
    description:
      'What an operator should know about it, most severe first; empty if all is well. Reads its image. Null only if loading that failed; see `errors`.',
    resolve: async (fleet, _args, context) => [
      ...findingsOf(fleet, await imageOfFleet(fleet, context), context),
    ],
  }),
}))
