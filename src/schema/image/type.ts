import type { AwsImage } from '../../appstream/model/model.ts'
import { imageKind } from '../../inventory/images/kind.ts'
import { type Image, isOwn } from '../../inventory/resources.ts'
import { ApplicationRef } from '../application/type.ts'
import { builder } from '../builder.ts'
import { anyOf, createdFilters, flag, nameFilters, reference } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { defineStateSubscription } from '../kit/subscription.ts'
import { flag as flagOf, UNKNOWN } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { imageState, imageType, imageVisibility } from './enums.ts'
import { ImagePermissionsRef, ImageSoftwareMetadataRef, ImageStateChangeReasonRef } from './parts.ts'
import { collectionsFor, visibilityFilter } from './visibility.ts'

/** Members whose values the graph returns in another form. */
type Converted =
  | 'Applications'
  | 'DynamicAppProvidersEnabled'
  | 'ImageSharedWithOthers'
  | 'LatestAppstreamAgentVersion'
  | 'Visibility'

const members: Members<AwsImage, 'Arn' | 'Name' | 'State' | Converted> = {
  BaseImageArn: {
    id: 'ARN of the image from which this image was created. Null on AWS’s public images, and if AWS does not return it.',
  },
  DisplayName: 'Display name. Null if there is none.',
  Description: 'Description. Null if there is none.',
  ImageBuilderSupported: 'True if image builders can be launched from the image.',
  ImageBuilderName:
    'Name of the image builder on which the image was created. Null on shared, copied and updated images.',
  Platform: [platform, 'Operating system.'],
  StateChangeReason: [ImageStateChangeReasonRef, 'Reason for the last change of state.'],
  CreatedTime: 'Creation time.',
  PublicBaseImageReleasedDate:
    'Release time of the public base image from which the image was created, or of the image itself if it is public.',
  AppstreamAgentVersion: 'Version of the AppStream agent on the image, for example `06-17-2024`.',
  ImagePermissions: [
    ImagePermissionsRef,
    'Permissions of the account of `target` on a shared image. Null on other images.',
  ],
  ImageErrors: [
    ResourceErrorRef,
    'Errors that occurred when the image was created. Empty if there are none.',
  ],
  SupportedInstanceFamilies:
    'Supported instance families, for example `General Purpose`. Empty if AWS does not return them.',
  ManagedSoftwareIncluded: 'True if the image contains license-included software of AWS.',
  ImageType: [
    imageType,
    'Origin of the image. `UNKNOWN` if this release does not know the value, null if AWS does not return it.',
  ],
  ImageSoftwareMetadata: [ImageSoftwareMetadataRef, 'Software on the image, as far as AWS returns it.'],
}

/** Resource type of images. */
export const images = defineResource({
  kind: imageKind,
  structure: 'Image',
  description: 'AppStream image, from which fleets and image builders are launched. Identified by its ARN.',
  noun: 'image',
  plural: 'images',
  queries: {
    one: 'image',
    many: 'images',
    nameDescription:
      'Name of an image in `target`. If several match, a private image precedes a shared one, which precedes a public one of AWS.',
    manyDescription:
      'Returns a page of images. Default: private and shared images; see `visibilities` of the filter.',
  },
  state: imageState,
  members,
  accountDescription:
    '12-digit account ID of the owner. Null on AWS’s public images, and until the account of `target` is known.',
  tagged: {
    if: isOwn,
    description:
      'Tags, sorted by key. Empty if there are none. Null on images of other accounts, whose tags only the owner can read. Costs one AWS call per image.',
  },
  collectionsOf: ({ images: listed }, filter) => collectionsFor(listed, filter),
  filters: {
    ...nameFilters,
    ...createdFilters,
    platforms: anyOf<Image, string>(
      'Filters by operating system. Images without `platform` never match.',
      platform,
      ({ aws }) => aws.Platform,
    ),
    states: anyOf<Image, string>(
      'Filters by state. `UNKNOWN` matches states that this release does not know.',
      imageState,
      ({ aws }) => aws.State ?? '',
    ),
    visibilities: visibilityFilter,
    imageBuilderSupported: flag<Image>(
      'Filters by `imageBuilderSupported`. Images with a null value never match.',
      ({ aws }) => aws.ImageBuilderSupported,
    ),
    baseImageArn: reference<Image>(
      'Filters by ARN of the image from which the image was created directly.',
      'image',
      ({ aws }) => aws.BaseImageArn,
    ),
  },
})

builder.objectFields(images.ref, (t) => ({
  visibility: t.field({
    type: imageVisibility.ref,
    description:
      'Visibility, as seen from `target`. `UNKNOWN` if AWS does not return it or this release does not know the value.',
    resolve: ({ aws }) => imageVisibility.of(aws.Visibility) ?? UNKNOWN,
  }),
  rawVisibility: t.string({
    nullable: true,
    description:
      'Raw AWS value of `visibility`, including values that this release does not know. Null if AWS does not return it.',
    resolve: ({ aws }) => aws.Visibility,
  }),
  dynamicAppProvidersEnabled: t.boolean({
    nullable: true,
    description:
      'True if dynamic app providers can assign applications to users during a session. Null if AWS does not return it.',
    resolve: ({ aws }) => flagOf(aws.DynamicAppProvidersEnabled, 'ENABLED', 'DISABLED'),
  }),
  imageSharedWithOthers: t.boolean({
    nullable: true,
    description:
      'True if the image is shared with other accounts. Null on images of other accounts, and if AWS does not return it.',
    resolve: ({ aws }) => flagOf(aws.ImageSharedWithOthers, 'TRUE', 'FALSE'),
  }),
  latestAppstreamAgentVersion: t.boolean({
    nullable: true,
    description: 'True if the AppStream agent is the latest version. Null if AWS does not return it.',
    resolve: ({ aws }) => flagOf(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
  }),
  applications: t.field({
    type: [ApplicationRef],
    description: 'Applications in the catalog of the image. Empty during its creation.',
    resolve: ({ aws }) => aws.Applications?.unpack() ?? [],
  }),
}))

defineStateSubscription({
  type: images,
  name: 'imageStateChanged',
  event: 'ImageStateChangeEvent',
  state: imageState,
  description:
    'Emits an event when a private or shared image is created, is deleted, or changes its state. AWS’s public images are not watched. All subscribers share the same AWS polling.',
})
