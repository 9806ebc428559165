import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { flag } from '../flag.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { TagRef, tagsOf } from '../tag/type.ts'
import { TargetRef } from '../target/type.ts'
import { imageState, imageType, imageVisibility } from './enums.ts'
import {
  ApplicationRef,
  ImagePermissionsRef,
  ImageSoftwareMetadataRef,
  ImageStateChangeReasonRef,
} from './parts.ts'
import { ImageRef } from './ref.ts'

builder.node(ImageRef, {
  description: 'An AppStream image: what fleets and image builders are launched from. Identified by its ARN.',
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Image',
  id: { resolve: ({ arn }) => arn, description: 'The global id: opaque, and stable while the ARN is.' },
  fields: (t) => ({
    arn: t.exposeID('arn', { description: 'The ARN.' }),
    name: t.exposeString('name', { description: 'The name, unique in its account and region.' }),
    region: t.exposeString('region', { description: 'The AWS region, from the ARN.' }),
    accountId: t.exposeString('accountId', {
      nullable: true,
      description: 'The owner’s 12-digit account, from the ARN; null on AWS’s public images.',
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
      description: 'What it is.',
      resolve: ({ aws }) => aws.Description,
    }),
    state: t.field({
      type: imageState.ref,
      description: 'Where it is in its life; UNKNOWN for a state that this release does not list.',
      resolve: ({ aws }) => imageState.of(aws.State) ?? 'UNKNOWN',
    }),
    rawState: t.string({
      nullable: true,
      description: 'The state as AWS said it.',
      resolve: ({ aws }) => aws.State,
    }),
    stateChangeReason: t.field({
      type: ImageStateChangeReasonRef,
      nullable: true,
      description: 'Why it is in its state; null when AWS does not say.',
      resolve: ({ aws }) => aws.StateChangeReason,
    }),
    visibility: t.field({
      type: imageVisibility.ref,
      description: 'Whose it is, seen from its target; UNKNOWN when AWS does not say.',
      resolve: ({ aws }) => imageVisibility.of(aws.Visibility) ?? 'UNKNOWN',
    }),
    imageType: t.field({
      type: imageType.ref,
      nullable: true,
      description: 'How it was made; null when AWS does not say.',
      resolve: ({ aws }) => imageType.of(aws.ImageType),
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
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was created.',
      resolve: ({ aws }) => aws.CreatedTime,
    }),
    publicBaseImageReleasedDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When AWS released the public base image that it is, or goes back to.',
      resolve: ({ aws }) => aws.PublicBaseImageReleasedDate,
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
    imageBuilderSupported: t.boolean({
      nullable: true,
      description: 'Whether an image builder can be launched from it.',
      resolve: ({ aws }) => aws.ImageBuilderSupported,
    }),
    supportedInstanceFamilies: t.stringList({
      description: 'The instance families that it runs on, e.g. `GeneralPurpose`.',
      resolve: ({ aws }) => aws.SupportedInstanceFamilies ?? [],
    }),
    dynamicAppProvidersEnabled: t.boolean({
      nullable: true,
      description: 'Whether dynamic app providers are enabled.',
      resolve: ({ aws }) => flag(aws.DynamicAppProvidersEnabled, 'ENABLED', 'DISABLED'),
    }),
    imageSharedWithOthers: t.boolean({
      nullable: true,
      description: 'Whether it is shared with other accounts; null when AWS does not say.',
      resolve: ({ aws }) => flag(aws.ImageSharedWithOthers, 'TRUE', 'FALSE'),
    }),
    managedSoftwareIncluded: t.boolean({
      nullable: true,
      description: 'Whether it has licence-included software.',
      resolve: ({ aws }) => aws.ManagedSoftwareIncluded,
    }),
    imageSoftwareMetadata: t.field({
      type: ImageSoftwareMetadataRef,
      nullable: true,
      description: 'What AWS knows of its software.',
      resolve: ({ aws }) => aws.ImageSoftwareMetadata,
    }),
    applications: t.field({
      type: [ApplicationRef],
      description: 'The applications on it.',
      resolve: ({ aws }) => aws.Applications ?? [],
    }),
    imagePermissions: t.field({
      type: ImagePermissionsRef,
      nullable: true,
      description: 'What the owner lets this account do with a shared image; null on others.',
      resolve: ({ aws }) => aws.ImagePermissions,
    }),
    imageErrors: t.field({
      type: [ResourceErrorRef],
      description: 'What AWS says is wrong with it.',
      resolve: ({ aws }) => aws.ImageErrors ?? [],
    }),
    tags: t.field({
      type: [TagRef],
      nullable: true,
      description:
        'Its tags, by key: a call to AWS for each image. Null on another account’s image: only its owner sees them.',
      resolve: (image, _args, context) => (isOwn(image) ? tagsOf(image, context) : null),
    }),
  }),
})
