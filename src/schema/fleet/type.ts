import type { AwsFleet, ComputeCapacityStatus } from '../../appstream/model/model.ts'
import { S3LocationRef } from '../application/type.ts'
import { builder } from '../builder.ts'
import { images } from '../image/type.ts'
import { DomainJoinInfoRef, VolumeConfigRef, VpcConfigRef } from '../image-builder/parts.ts'
import { anyOf, createdFilters, errorsFilter, nameFilters, reference, stateFilter } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { associatedWith } from '../kit/relations.ts'
import { defineResource } from '../kit/resource.ts'
import { whenReady } from '../maybe-promise.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { stackFleets } from '../stack/association.ts'
import { capacityOf } from './capacity.ts'
import { FleetCapacityRef } from './capacity-type.ts'
import { fleetState, fleetType, streamView } from './enums.ts'
import { FindingRef, findingsFilter } from './finding-fields.ts'
import { findingsOf, imageOfFleet } from './findings.ts'
import { type Fleet, fleetKind } from './kind.ts'

const ComputeCapacityStatusRef = defineStructure<ComputeCapacityStatus>({
  name: 'AppStreamComputeCapacityStatus',
  structure: 'ComputeCapacityStatus',
  description: 'Capacity of a fleet as AWS returns it. See `capacity` for normalized values.',
  members: {
    Desired: 'Desired number of instances.',
    Running: 'Number of running instances, in use or not.',
    InUse: 'Number of instances in use.',
    Available: 'Number of available instances.',
    DesiredUserSessions: 'Desired number of user sessions. Null if the fleet is not multi-session.',
    AvailableUserSessions: 'Number of available sessions. Null if the fleet is not multi-session.',
    ActiveUserSessions: 'Number of sessions in use. Null if the fleet is not multi-session.',
    ActualUserSessions:
      'Number of sessions that the running instances can serve. Null if the fleet is not multi-session.',
    Draining:
      'Number of draining instances, which accept no new sessions. Null if the fleet is not multi-session.',
    DrainModeActiveUserSessions:
      'Number of sessions in use on draining instances. Null if the fleet is not multi-session.',
    DrainModeUnusedUserSessions:
      'Number of unused sessions on draining instances. Null if the fleet is not multi-session.',
  },
})

const members: Members<AwsFleet, 'Arn' | 'Name' | 'State'> = {
  DisplayName: 'Display name. Null if there is none.',
  Description: 'Description. Null if there is none.',
  ImageName: 'Name of the image from which new instances are launched. Null for Elastic fleets.',
  ImageArn: {
    id: 'ARN of the image from which new instances are launched. Running instances may still have an earlier image. Null for Elastic fleets.',
  },
  InstanceType: 'Instance type, for example `stream.standard.medium`.',
  FleetType: [fleetType, 'Fleet type. Null if AWS does not return it.'],
  ComputeCapacityStatus: [ComputeCapacityStatusRef, 'Capacity as AWS returns it. See also `capacity`.'],
  MaxUserDurationInSeconds: 'Maximum duration of a session in seconds.',
  DisconnectTimeoutInSeconds: 'Time in seconds until a disconnected session ends.',
  IdleDisconnectTimeoutInSeconds: 'Time in seconds until an idle user is disconnected. 0 means never.',
  VpcConfig: [VpcConfigRef, 'Subnets and security groups of the fleet in your VPC. Null if there are none.'],
  CreatedTime: 'Creation time.',
  FleetErrors: [
    ResourceErrorRef,
    'Errors that AWS reports, with a null `errorTimestamp`. Empty if there are none.',
  ],
  EnableDefaultInternetAccess: 'True if default internet access is enabled.',
  DomainJoinInfo: [
    DomainJoinInfoRef,
    'Active Directory domain that the instances join. Null if there is none.',
  ],
  IamRoleArn: 'ARN of the IAM role of the instances. Null if there is none.',
  StreamView: [streamView, 'View shown to users. Null if AWS does not return it.'],
  Platform: [platform, 'Operating system. Null if AWS does not return it.'],
  MaxConcurrentSessions: 'Maximum number of concurrent sessions. Null if the fleet is not Elastic.',
  UsbDeviceFilterStrings:
    'Filters for the USB devices that users can redirect to a session. Empty if there are none.',
  SessionScriptS3Location: [S3LocationRef, 'Session scripts. Null if the fleet is not Elastic.'],
  MaxSessionsPerInstance: 'Maximum number of sessions per instance. Null if the fleet is not multi-session.',
  RootVolumeConfig: [VolumeConfigRef, 'Root volume. Null if AWS does not return it.'],
  DisableIMDSV1: 'True if version 1 of the EC2 instance metadata service (IMDSv1) is disabled.',
}

/** Resource type of fleets. */
export const fleets = defineResource({
  kind: fleetKind,
  structure: 'Fleet',
  description: 'AppStream fleet: a set of instances from which users stream. Identified by its ARN.',
  noun: 'fleet',
  plural: 'fleets',
  queries: { one: 'appStreamFleet', many: 'appStreamFleets' },
  state: fleetState,
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    states: stateFilter<Fleet>(fleetState),
    fleetTypes: anyOf<Fleet, string>('Filters by fleet type.', fleetType, ({ aws }) => aws.FleetType ?? ''),
    platforms: anyOf<Fleet, string>(
      'Filters by operating system. Fleets without `platform` never match.',
      platform,
      ({ aws }) => aws.Platform,
    ),
    instanceTypes: anyOf<Fleet, string>('Filters by instance type.', 'String', ({ aws }) => aws.InstanceType),
    stackArn: associatedWith<Fleet>('Filters by ARN of an associated stack. Costs one AWS call.', {
      association: stackFleets,
      side: 'left',
      arnType: 'stack',
    }),
    imageArn: reference<Fleet>('Filters by ARN of the image.', 'image', ({ aws }) => aws.ImageArn),
    directoryNames: anyOf<Fleet, string>(
      'Filters by name of the Active Directory domain that the fleet joins.',
      'String',
      ({ aws }) => aws.DomainJoinInfo?.DirectoryName,
    ),
    hasErrors: errorsFilter<Fleet>('fleets', ({ aws }) => aws.FleetErrors),
    findings: findingsFilter,
  },
})

builder.objectFields(fleets.ref, (t) => ({
  image: t.field({
    type: images.ref,
    nullable: true,
    description:
      'Image from which new instances are launched. Null for Elastic fleets, and if the image no longer exists or is no longer visible.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.ImageArn === undefined ? null : loaders.image.load({ arn: aws.ImageArn, via: target }),
  }),
  capacity: t.field({
    type: FleetCapacityRef,
    description: 'Normalized capacity, comparable across fleet types. Costs no additional AWS call.',
    resolve: ({ aws }) => capacityOf(aws),
  }),
  findings: t.field({
    type: [FindingRef],
    nullable: true,
    listSize: { assumedSize: 3 },
    description:
      'Findings about the fleet, most severe first. Empty if there are none; null only if loading the image failed, see `errors`. Reads the image of the fleet.',
    resolve: (fleet, _args, context) =>
      whenReady(imageOfFleet(fleet, context), (image) => [...findingsOf(fleet, image, context)]),
  }),
}))
