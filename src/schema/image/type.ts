import type { AwsImage } from '../../appstream/model.ts'
import { imageKind } from '../../inventory/image-kind.ts'
import { type Image, isOwn } from '../../inventory/resources.ts'
import { ApplicationRef } from '../application/type.ts'
import { builder } from '../builder.ts'
import { flag as flagOf } from '../flag.ts'
import { anyOf, createdFilters, flag, nameFilters, reference } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { UNKNOWN } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { imageState, imageType, imageVisibility } from './enums.ts'
import { ImagePermissionsRef, ImageSoftwareMetadataRef, ImageStateChangeReasonRef } from './parts.ts'
import { collectionsFor } from './visibility.ts'

/** The members whose values the graph returns in another form. */
type Converted =
  | 'Applications'
  | 'DynamicAppProvidersEnabled'
  | 'ImageSharedWithOthers'
  | 'LatestAppstreamAgentVersion'
  | 'Visibility'

const members: Members<AwsImage, 'Arn' | 'Name' | 'State' | Converted> = {
  BaseImageArn: {
    id: 'The ARN of the image that it was made from. Null on AWS’s public images, and if AWS does not return it.',
  },
  DisplayName: 'The name that people see. Null if there is none.',
  Description: 'The description. Null if there is none.',
  ImageBuilderSupported: 'Whether an image builder can be launched from it.',
  ImageBuilderName: 'The name of the builder that it was made on. Null on shared, copied and updated images.',
  Platform: [platform, 'The operating system.'],
  StateChangeReason: [ImageStateChangeReasonRef, 'The reason for its state.'],
  CreatedTime: 'The time of creation.',
  PublicBaseImageReleasedDate:
    'The time at which AWS released the public base image that it is or was made from.',
  AppstreamAgentVersion: 'The version of the AppStream agent on it, e.g. `06-17-2024`.',
  ImagePermissions: [
    ImagePermissionsRef,
    'The permissions of this account on a shared image. Null on other images.',
  ],
  ImageErrors: [ResourceErrorRef, 'The errors of its creation. Empty if there are none.'],
  SupportedInstanceFamilies:
    'The instance families that it runs on, e.g. `General Purpose`. Empty if AWS does not return them.',
  ManagedSoftwareIncluded: 'Whether it holds licence-included software of AWS’s.',
  ImageType: [
    imageType,
    'The way in which it was made; `UNKNOWN` for one that this release does not list. Null if AWS does not return it.',
  ],
  ImageSoftwareMetadata: [ImageSoftwareMetadataRef, 'The software on it, as far as AWS knows it.'],
}

/** Images. */
export const images = defineResource({
  kind: imageKind,
  structure: 'Image',
  description: 'An AppStream image: what fleets and image builders are launched from. Identified by its ARN.',
  noun: 'image',
  plural: 'images',
  queries: {
    one: 'image',
    many: 'images',
    nameDescription:
      'The name, in `target`: of an own image, else of a shared one, else of one of AWS’s public ones.',
    manyDescription:
      'Pages through images: the private and the shared ones, unless the filter asks for others.',
  },
  state: imageState,
  members,
  accountDescription:
    'The 12-digit account of its owner; null on AWS’s public images, and until the account of the target is known.',
  tagged: {
    if: isOwn,
    description:
      'Its tags, sorted by key; empty if there are none. Costs one call to AWS for each image. Null on images of other accounts, whose tags only the owner sees.',
  },
  collectionsOf: ({ images: listed }, filter) => collectionsFor(listed, filter),
  filters: {
    ...nameFilters,
    ...createdFilters,
    platforms: anyOf<Image, string>(
      'Matches these operating systems. An image whose system AWS does not return matches none.',
      platform,
      ({ aws }) => aws.Platform,
    ),
    states: anyOf<Image, string>(
      'Matches these states; `UNKNOWN` those that this release does not list.',
      imageState,
      ({ aws }) => aws.State ?? '',
    ),
    visibilities: anyOf<Image, string>(
      'Matches these visibilities. Default: private and shared images; AWS’s public images are listed on request. An image of an account that this gateway serves is PRIVATE, wherever it is shared.',
      imageVisibility,
      ({ aws }) => aws.Visibility ?? '',
    ),
    imageBuilderSupported: flag<Image>(
      'Matches images that image builders can be launched from, or the others. If AWS does not say, neither value matches.',
      ({ aws }) => aws.ImageBuilderSupported,
    ),
    baseImageArn: reference<Image>(
      'Matches images that were made directly from the image with this ARN.',
      'image',
      ({ aws }) => aws.BaseImageArn,
    ),
  },
})

builder.objectFields(images.ref, (t) => ({
  visibility: t.field({
    type: imageVisibility.ref,
    description: 'Its visibility, seen from its `target`; `UNKNOWN` if AWS does not return it.',
    resolve: ({ aws }) => imageVisibility.of(aws.Visibility) ?? UNKNOWN,
  }),
  rawVisibility: t.string({
    nullable: true,
    description:
      'The value of `visibility` as AWS returned it, listed in this release or not. Null if AWS does not return it.',
    resolve: ({ aws }) => aws.Visibility,
  }),
  dynamicAppProvidersEnabled: t.boolean({
    nullable: true,
    description:
      'Whether applications can be assigned to users while they stream. Null if AWS does not return it.',
    resolve: ({ aws }) => flagOf(aws.DynamicAppProvidersEnabled, 'ENABLED', 'DISABLED'),
  }),
  imageSharedWithOthers: t.boolean({
    nullable: true,
    description:
      'Whether it is shared with other accounts. Null on images of other accounts, and if AWS does not return it.',
    resolve: ({ aws }) => flagOf(aws.ImageSharedWithOthers, 'TRUE', 'FALSE'),
  }),
  latestAppstreamAgentVersion: t.boolean({
    nullable: true,
    description: 'Whether its agent is the latest version. Null if AWS does not return it.',
    resolve: ({ aws }) => flagOf(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
  }),
  applications: t.field({
    type: [ApplicationRef],
    description: 'The applications in its catalog. Empty while it is being made.',
    resolve: ({ aws }) => aws.Applications?.unpack() ?? [],
  }),
}))
