import {
  type Application,
  Image$,
  type Image as SdkImage,
  type ImageBuilder as SdkImageBuilder,
} from '@aws-sdk/client-appstream'
import { type Packed, unpacked } from './packed.ts'

export type {
  AccessEndpoint,
  Application,
  DomainJoinInfo,
  ImageBuilderStateChangeReason,
  ImagePermissions,
  ImageStateChangeReason,
  NetworkAccessConfiguration,
  ResourceError,
  S3Location,
  SharedImagePermissions,
  VolumeConfig,
  VpcConfig,
} from '@aws-sdk/client-appstream'
// The SDK's enums, for the graph to describe; only this folder speaks to the SDK.
export {
  AccessEndpointType,
  FleetErrorCode,
  ImageBuilderState,
  ImageBuilderStateChangeReasonCode,
  ImageState,
  ImageStateChangeReasonCode,
  ImageType,
  PlatformType,
  VisibilityType,
} from '@aws-sdk/client-appstream'

/** An image as DescribeImages returns it: every member but the name may be absent. */
export interface AwsImage extends Omit<SdkImage, 'Applications'> {
  /** Far the largest member, and rarely read. */
  readonly Applications?: Packed<Application>
  readonly ImageSoftwareMetadata?: { readonly nvidiaGridDriverVersion?: string }
}

/** Converts an image that the SDK deserialized. */
export function fromSdkImage({ Applications, ...image }: SdkImage): AwsImage {
  return Applications === undefined ? image : { ...image, Applications: unpacked(Applications) }
}

/** An image builder as DescribeImageBuilders gives it: everything but the name may be absent. */
export type AwsImageBuilder = SdkImageBuilder

/**
 * Teaches the SDK's schema the members that the service model (botocore 1.43.117) has and client-appstream 3.1112.0 has
 * not: its deserializer drops what it does not know. Does nothing once the SDK knows them.
 */
export function teachMissingMembers(): void {
  const [, namespace, , , members, schemas] = Image$
  if (members.includes('ImageSoftwareMetadata')) return
  members.push('ImageSoftwareMetadata')
  schemas.push([3, namespace, 'ImageSoftwareMetadata', 0, ['nvidiaGridDriverVersion'], [0]])
}
