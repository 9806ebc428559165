import { isOwn } from '../../inventory/resources.ts'
import { typeScopes } from '../access.ts'
import { ApplicationRef } from '../application/type.ts'
import { builder } from '../builder.ts'
import { ownCall } from '../cost.ts'
import { flag } from '../flag.ts'
import { isOfKind, resourceFields } from '../resource.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { TagRef, tagsOf } from '../tag/type.ts'
import { imageState, imageType, imageVisibility } from './enums.ts'
import { ImagePermissionsRef, ImageSoftwareMetadataRef, ImageStateChangeReasonRef } from './parts.ts'
import { ImageRef } from './ref.ts'

builder.node(ImageRef, {
  description: 'An AppStream image: what fleets and image builders are launched from. Identified by its ARN.',
  authScopes: { scope: typeScopes.Image },
  isTypeOf: isOfKind('Image'),
  id: { resolve: ({ arn }) => arn, description: 'The global id: opaque, and stable while the ARN is.' },
  fields: (t) => ({
    ...resourceFields(t),
    state: t.field({
      type: imageState.ref,
      description:
        'Where it is in its life; UNKNOWN for a state that this release does not list, see `rawState`.',
      resolve: ({ aws }) => imageState.of(aws.State) ?? 'UNKNOWN',
    }),
    stateChangeReason: t.field({
      type: ImageStateChangeReasonRef,
      nullable: true,
      description: 'Why it is in its state; null when AWS does not say.',
      resolve: ({ aws }) => aws.StateChangeReason,
    }),
    visibility: t.field({
      type: imageVisibility.ref,
      description: 'Whose it is, seen from its `target`; UNKNOWN when AWS does not say.',
      resolve: ({ aws }) => imageVisibility.of(aws.Visibility) ?? 'UNKNOWN',
    }),
    rawVisibility: t.string({
      nullable: true,
      description: 'Whose it is as AWS said it, listed here or not; null when AWS does not say.',
      resolve: ({ aws }) => aws.Visibility,
    }),
    imageType: t.field({
      type: imageType.ref,
      nullable: true,
      description:
        'How it was made; UNKNOWN for a way that this release does not list, null when AWS does not say.',
      resolve: ({ aws }) => imageType.of(aws.ImageType),
    }),
    rawImageType: t.string({
      nullable: true,
      description: 'How it was made as AWS said it, listed here or not; null when AWS does not say.',
      resolve: ({ aws }) => aws.ImageType,
    }),
    publicBaseImageReleasedDate: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When AWS released the public base image that it is or was made from; null when AWS does not say.',
      resolve: ({ aws }) => aws.PublicBaseImageReleasedDate,
    }),
    imageBuilderSupported: t.boolean({
      nullable: true,
      description: 'Whether an image builder can be launched from it; null when AWS does not say.',
      resolve: ({ aws }) => aws.ImageBuilderSupported,
    }),
    supportedInstanceFamilies: t.stringList({
      description:
        'The instance families that it runs on, e.g. `General Purpose`; empty when AWS does not say.',
      resolve: ({ aws }) => aws.SupportedInstanceFamilies ?? [],
    }),
    dynamicAppProvidersEnabled: t.boolean({
      nullable: true,
      description:
        'Whether applications can be assigned to users while they stream; null when AWS does not say.',
      resolve: ({ aws }) => flag(aws.DynamicAppProvidersEnabled, 'ENABLED', 'DISABLED'),
    }),
    imageSharedWithOthers: t.boolean({
      nullable: true,
      description:
        'Whether it is shared with other accounts; null on images of other accounts, and when AWS does not say.',
      resolve: ({ aws }) => flag(aws.ImageSharedWithOthers, 'TRUE', 'FALSE'),
    }),
    managedSoftwareIncluded: t.boolean({
      nullable: true,
      description: 'Whether it holds licence-included software of AWS’s; null when AWS does not say.',
      resolve: ({ aws }) => aws.ManagedSoftwareIncluded,
    }),
    imageSoftwareMetadata: t.field({
      type: ImageSoftwareMetadataRef,
      nullable: true,
      description: 'What AWS knows of the software on it; null when AWS does not say.',
      resolve: ({ aws }) => aws.ImageSoftwareMetadata,
    }),
    applications: t.field({
      type: [ApplicationRef],
      description: 'The applications in its catalog; empty while it is being made.',
      resolve: ({ aws }) => aws.Applications?.unpack() ?? [],
    }),
    imagePermissions: t.field({
      type: ImagePermissionsRef,
      nullable: true,
      description: 'What the owner lets this account do with a shared image; null on others.',
      resolve: ({ aws }) => aws.ImagePermissions,
    }),
    imageErrors: t.field({
      type: [ResourceErrorRef],
      description: 'What AWS found wrong when it was made; empty when nothing was.',
      resolve: ({ aws }) => aws.ImageErrors ?? [],
    }),
    tags: t.field({
      type: [TagRef],
      nullable: true,
      listSize: { assumedSize: 10 },
      ...ownCall,
      description:
        'Its tags, sorted by key; empty when it has none. Costs a call to AWS for each image. Null on images of other accounts, whose tags only the owner sees.',
      resolve: (image, _args, context) => (isOwn(image) ? tagsOf(image, context) : null),
    }),
  }),
})
