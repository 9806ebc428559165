import type { AwsImageBuilder } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { flag } from '../flag.ts'
import { images } from '../image/type.ts'
import { anyOf, createdFilters, nameFilters, reference } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
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
  ImageArn: { id: 'The ARN of the image that it was launched from.' },
  Description: 'The description. Null if there is none.',
  DisplayName: 'The name that people see. Null if there is none.',
  VpcConfig: [VpcConfigRef, 'The subnet and security groups of your VPC that it runs in.'],
  InstanceType: 'The instance type, e.g. `stream.standard.large`.',
  Platform: [platform, 'The operating system.'],
  IamRoleArn: 'The ARN of the IAM role of its instance. Null if there is none.',
  StateChangeReason: [ImageBuilderStateChangeReasonRef, 'The reason for its state.'],
  CreatedTime: 'The time of creation.',
  EnableDefaultInternetAccess: 'Whether it has internet access by default.',
  DomainJoinInfo: [
    DomainJoinInfoRef,
    'The Active Directory domain that it is joined to. Null if there is none.',
  ],
  NetworkAccessConfiguration: [
    NetworkAccessConfigurationRef,
    'Its network interface in your VPC. Null while it has none.',
  ],
  ImageBuilderErrors: [ResourceErrorRef, 'The errors that AWS reports. Empty if there are none.'],
  AppstreamAgentVersion: 'The version of its AppStream agent, e.g. `06-17-2024`.',
  AccessEndpoints: [
    AccessEndpointRef,
    'The only VPC endpoints that it can be reached through. Empty if it is reached through the internet.',
  ],
  RootVolumeConfig: [VolumeConfigRef, 'The root volume.'],
  DisableIMDSV1: 'Whether version 1 of the instance metadata service is disabled.',
}

/** Image builders. */
export const imageBuilders = defineResource({
  kind: imageBuilderKind,
  structure: 'ImageBuilder',
  description: 'An AppStream image builder: a machine that images are made on. Identified by its ARN.',
  noun: 'image builder',
  plural: 'image builders',
  queries: { one: 'imageBuilder', many: 'imageBuilders' },
  state: imageBuilderState,
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    platforms: anyOf<ImageBuilder, string>(
      'Matches these operating systems. A builder whose system AWS does not return matches none.',
      platform,
      ({ aws }) => aws.Platform,
    ),
    states: anyOf<ImageBuilder, string>(
      'Matches these states; `UNKNOWN` those that this release does not list.',
      imageBuilderState,
      ({ aws }) => aws.State ?? '',
    ),
    imageArn: reference<ImageBuilder>(
      'Matches builders that were launched from the image with this ARN.',
      'image',
      ({ aws }) => aws.ImageArn,
    ),
  },
})

builder.objectFields(imageBuilders.ref, (t) => ({
  latestAppstreamAgentVersion: t.boolean({
    nullable: true,
    description: 'Whether its agent is the latest version. Null if AWS does not return it.',
    resolve: ({ aws }) => flag(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
  }),
  image: t.field({
    type: images.ref,
    nullable: true,
    description: 'The image that it was launched from; null if that is gone or not visible any more.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.ImageArn === undefined ? null : loaders.image.load({ arn: aws.ImageArn, via: target }),
  }),
}))
