import type { AwsImageBuilder } from '../../appstream/model/model.ts'
import { builder } from '../builder.ts'
import { images } from '../image/type.ts'
import { anyOf, createdFilters, nameFilters, reference, stateFilter } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { defineStateSubscription } from '../kit/subscription.ts'
import { flag } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { imageBuilderState } from './enums.ts'
import { type ImageBuilder, imageBuilderKind } from './kind.ts'
import {
  AccessEndpointRef,
  DomainJoinInfoRef,
  ImageBuilderStateChangeReasonRef,
  NetworkAccessConfigurationRef,
  VolumeConfigRef,
  VpcConfigRef,
} from './parts.ts'

const members: Members<AwsImageBuilder, 'Arn' | 'Name' | 'State' | 'LatestAppstreamAgentVersion'> = {
  ImageArn: { id: 'ARN of the image from which the image builder was launched.' },
  Description: 'Description. Null if there is none.',
  DisplayName: 'Display name. Null if there is none.',
  VpcConfig: [VpcConfigRef, 'Subnet and security groups of the image builder in your VPC.'],
  InstanceType: 'Instance type, for example `stream.standard.large`.',
  Platform: [platform, 'Operating system.'],
  IamRoleArn: 'ARN of the IAM role of the instance. Null if there is none.',
  StateChangeReason: [ImageBuilderStateChangeReasonRef, 'Reason for the last change of state.'],
  CreatedTime: 'Creation time.',
  EnableDefaultInternetAccess: 'True if default internet access is enabled.',
  DomainJoinInfo: [
    DomainJoinInfoRef,
    'Active Directory domain that the instance has joined. Null if there is none.',
  ],
  NetworkAccessConfiguration: [
    NetworkAccessConfigurationRef,
    'Network interface in your VPC. Null until it exists.',
  ],
  ImageBuilderErrors: [ResourceErrorRef, 'Errors that AWS reports. Empty if there are none.'],
  AppstreamAgentVersion: 'Version of the AppStream agent, for example `06-17-2024`.',
  AccessEndpoints: [
    AccessEndpointRef,
    'VPC endpoints through which the image builder must be reached. Empty if it is reached over the internet.',
  ],
  RootVolumeConfig: [VolumeConfigRef, 'Root volume.'],
  DisableIMDSV1: 'True if version 1 of the EC2 instance metadata service (IMDSv1) is disabled.',
}

/** Resource type of image builders. */
export const imageBuilders = defineResource({
  kind: imageBuilderKind,
  structure: 'ImageBuilder',
  description: 'AppStream image builder: an instance on which images are created. Identified by its ARN.',
  noun: 'image builder',
  plural: 'image builders',
  queries: { one: 'imageBuilder', many: 'imageBuilders' },
  state: imageBuilderState,
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    platforms: anyOf<ImageBuilder, string>(
      'Filters by operating system. Image builders without `platform` never match.',
      platform,
      ({ aws }) => aws.Platform,
    ),
    states: stateFilter<ImageBuilder>(imageBuilderState),
    imageArn: reference<ImageBuilder>(
      'Filters by ARN of the image from which the image builder was launched.',
      'image',
      ({ aws }) => aws.ImageArn,
    ),
  },
})

builder.objectFields(imageBuilders.ref, (t) => ({
  latestAppstreamAgentVersion: t.boolean({
    nullable: true,
    description: 'True if the AppStream agent is the latest version. Null if AWS does not return it.',
    resolve: ({ aws }) => flag(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
  }),
  image: t.field({
    type: images.ref,
    nullable: true,
    description:
      'Image from which the image builder was launched. Null if the image no longer exists or is no longer visible.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.ImageArn === undefined ? null : loaders.image.load({ arn: aws.ImageArn, via: target }),
  }),
}))

defineStateSubscription({
  type: imageBuilders,
  name: 'imageBuilderStateChanged',
  event: 'ImageBuilderStateChangeEvent',
  state: imageBuilderState,
  description:
    'Emits an event when an image builder is created, is deleted, or changes its state. All subscribers share the same AWS polling.',
})
