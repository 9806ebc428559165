import { typeScopes } from '../access.ts'
import { builder } from '../builder.ts'
import { ownCall } from '../cost.ts'
import { ImageRef } from '../image/ref.ts'
import { isOfKind, resourceFields } from '../resource.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { TagRef, tagsOf } from '../tag/type.ts'
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
  authScopes: { scope: typeScopes.ImageBuilder },
  isTypeOf: isOfKind('ImageBuilder'),
  id: { resolve: ({ arn }) => arn, description: 'The global id: opaque, and stable while the ARN is.' },
  fields: (t) => ({
    ...resourceFields(t),
    state: t.field({
      type: imageBuilderState.ref,
      description:
        'Where it is in its life; UNKNOWN for a state that this release does not list, see `rawState`.',
      resolve: ({ aws }) => imageBuilderState.of(aws.State) ?? 'UNKNOWN',
    }),
    stateChangeReason: t.field({
      type: ImageBuilderStateChangeReasonRef,
      nullable: true,
      description: 'Why it is in its state; null when AWS does not say.',
      resolve: ({ aws }) => aws.StateChangeReason,
    }),
    instanceType: t.string({
      nullable: true,
      description: 'The instance type, e.g. `stream.standard.large`; null when AWS does not say.',
      resolve: ({ aws }) => aws.InstanceType,
    }),
    enableDefaultInternetAccess: t.boolean({
      nullable: true,
      description: 'Whether it has internet access by default; null when AWS does not say.',
      resolve: ({ aws }) => aws.EnableDefaultInternetAccess,
    }),
    disableImdsv1: t.boolean({
      nullable: true,
      description: 'Whether version 1 of the instance metadata service is off; null when AWS does not say.',
      resolve: ({ aws }) => aws.DisableIMDSV1,
    }),
    vpcConfig: t.field({
      type: VpcConfigRef,
      nullable: true,
      description: 'The subnet and security groups of your VPC that it runs in; null when AWS does not say.',
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
      description: 'Its network interface in your VPC; null while it has none.',
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
      description: 'What AWS says is wrong with it; empty when nothing is.',
      resolve: ({ aws }) => aws.ImageBuilderErrors ?? [],
    }),
    iamRoleArn: t.string({
      nullable: true,
      description: 'The ARN of the IAM role that its instance has; null when it has none.',
      resolve: ({ aws }) => aws.IamRoleArn,
    }),
    accessEndpoints: t.field({
      type: [AccessEndpointRef],
      description:
        'The only VPC endpoints that it can be reached through; empty where it is reached over the internet.',
      resolve: ({ aws }) => aws.AccessEndpoints ?? [],
    }),
    tags: t.field({
      type: [TagRef],
      nullable: true,
      listSize: { assumedSize: 10 },
      ...ownCall,
      description:
        'Its tags, sorted by key; empty when it has none. Costs a call to AWS for each image builder. Null with an error only.',
      resolve: (imageBuilder, _args, context) => tagsOf(imageBuilder, context),
    }),
    imageArn: t.id({
      nullable: true,
      description: 'The ARN of the image that it was launched from; null when AWS does not say.',
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
