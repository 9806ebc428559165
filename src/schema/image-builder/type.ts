import { builder } from '../builder.ts'
import { flag } from '../flag.ts'
import { ImageRef } from '../image/ref.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { TagRef, tagsOf } from '../tag/type.ts'
import { TargetRef } from '../target/type.ts'
import { imageBuilderState } from './enums.ts'
import {
  AccessEndpointRef,
  DomainJoinInfoRef,
  ImageBuilderStateChangeReasonRef,
  NetworkAccessConfigurationRef,
  VolumeConfigRef,
  VpcConfigRef,
} from './parts.ts'
import { ImageBuilderRef } from './ref.ts'

builder.node(ImageBuilderRef, {
  description: 'An AppStream image builder: a machine that images are made on. Identified by its ARN.',
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ImageBuilder',
  id: { resolve: ({ arn }) => arn, description: 'The global id: opaque, and stable while the ARN is.' },
  fields: (t) => ({
    arn: t.exposeID('arn', { description: 'The ARN.' }),
    name: t.exposeString('name', { description: 'The name, unique in its account and region.' }),
    region: t.exposeString('region', { description: 'The AWS region, from the ARN.' }),
    accountId: t.exposeString('accountId', {
      nullable: true,
      description: 'The owner’s 12-digit account, from the ARN; null while it is not known.',
    }),
    target: t.field({
      type: TargetRef,
      description: 'The account and region it was read through.',
      resolve: ({ target }) => target,
    }),
    displayName: t.string({
      nullable: true,
      description: 'The name to show.',
      resolve: ({ aws }) => aws.DisplayName,
    }),
    description: t.string({
      nullable: true,
      description: 'What it is for.',
      resolve: ({ aws }) => aws.Description,
    }),
    state: t.field({
      type: imageBuilderState.ref,
      description: 'Where it is in its life; UNKNOWN for a state that this release does not list.',
      resolve: ({ aws }) => imageBuilderState.of(aws.State) ?? 'UNKNOWN',
    }),
    rawState: t.string({
      nullable: true,
      description: 'The state as AWS said it.',
      resolve: ({ aws }) => aws.State,
    }),
    stateChangeReason: t.field({
      type: ImageBuilderStateChangeReasonRef,
      nullable: true,
      description: 'Why it is in its state; null when AWS does not say.',
      resolve: ({ aws }) => aws.StateChangeReason,
    }),
    platform: t.field({
      type: platform.ref,
      nullable: true,
      description: 'Its operating system; null when AWS does not say.',
      resolve: ({ aws }) => platform.of(aws.Platform),
    }),
    rawPlatform: t.string({
      nullable: true,
      description: 'Its operating system as AWS said it.',
      resolve: ({ aws }) => aws.Platform,
    }),
    instanceType: t.string({
      nullable: true,
      description: 'The instance type, e.g. `stream.standard.large`.',
      resolve: ({ aws }) => aws.InstanceType,
    }),
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was created.',
      resolve: ({ aws }) => aws.CreatedTime,
    }),
    appstreamAgentVersion: t.string({
      nullable: true,
      description: 'The version of the AppStream agent on it.',
      resolve: ({ aws }) => aws.AppstreamAgentVersion,
    }),
    latestAppstreamAgentVersion: t.boolean({
      nullable: true,
      description: 'Whether its agent is the latest one; null when AWS does not say.',
      resolve: ({ aws }) => flag(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
    }),
    enableDefaultInternetAccess: t.boolean({
      nullable: true,
      description: 'Whether it has internet access by default.',
      resolve: ({ aws }) => aws.EnableDefaultInternetAccess,
    }),
    disableImdsv1: t.boolean({
      nullable: true,
      description: 'Whether version 1 of the instance metadata service is off.',
      resolve: ({ aws }) => aws.DisableIMDSV1,
    }),
    vpcConfig: t.field({
      type: VpcConfigRef,
      nullable: true,
      description: 'Where in a VPC it runs.',
      resolve: ({ aws }) => aws.VpcConfig,
    }),
    domainJoinInfo: t.field({
      type: DomainJoinInfoRef,
      nullable: true,
      description: 'The Active Directory domain that it is joined to; null when it is not.',
      resolve: ({ aws }) => aws.DomainJoinInfo,
    }),
    networkAccessConfiguration: t.field({
      type: NetworkAccessConfigurationRef,
      nullable: true,
      description: 'Its network interface; null while it has none.',
      resolve: ({ aws }) => aws.NetworkAccessConfiguration,
    }),
    rootVolumeConfig: t.field({
      type: VolumeConfigRef,
      nullable: true,
      description: 'Its root disk; null when AWS does not say.',
      resolve: ({ aws }) => aws.RootVolumeConfig,
    }),
    imageBuilderErrors: t.field({
      type: [ResourceErrorRef],
      description: 'What AWS says is wrong with it.',
      resolve: ({ aws }) => aws.ImageBuilderErrors ?? [],
    }),
    iamRoleArn: t.string({
      nullable: true,
      description: 'The ARN of the IAM role of its instance; null when it has none.',
      resolve: ({ aws }) => aws.IamRoleArn,
    }),
    accessEndpoints: t.field({
      type: [AccessEndpointRef],
      description: 'The VPC endpoints that it is reached through.',
      resolve: ({ aws }) => aws.AccessEndpoints ?? [],
    }),
    tags: t.field({
      type: [TagRef],
      nullable: true,
      description: 'Its tags, by key: a call to AWS for each builder.',
      resolve: (imageBuilder, _args, context) => tagsOf(imageBuilder, context),
    }),
    imageArn: t.id({
      nullable: true,
      description: 'The ARN of the image that it was launched from.',
      resolve: ({ aws }) => aws.ImageArn,
    }),
    image: t.field({
      type: ImageRef,
      nullable: true,
      description: 'The image that it was launched from; null when that is gone, or cannot be seen any more.',
      resolve: ({ aws, target }, _args, { loaders }) =>
        aws.ImageArn === undefined ? null : loaders.image.load({ arn: aws.ImageArn, via: target }),
    }),
  }),
})
