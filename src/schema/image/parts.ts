import type { AwsImage, ImagePermissions, ImageStateChangeReason } from '../../appstream/model/model.ts'
import { builder } from '../builder.ts'
import { defineStructure } from '../kit/members.ts'
import { imageStateChangeReasonCode } from './enums.ts'

/** Software of an image. The SDK lacks this structure. */
export const ImageSoftwareMetadataRef =
  builder.objectRef<NonNullable<AwsImage['ImageSoftwareMetadata']>>('ImageSoftwareMetadata')

ImageSoftwareMetadataRef.implement({
  description: 'Software of an image, as far as AWS returns it.',
  fields: (t) => ({
    nvidiaGridDriverVersion: t.string({
      nullable: true,
      description: 'Version of the NVIDIA GRID driver. Null on images without the driver.',
      resolve: ({ nvidiaGridDriverVersion }) => nvidiaGridDriverVersion,
    }),
  }),
})

/** Reason for the state of an image. */
export const ImageStateChangeReasonRef = defineStructure<ImageStateChangeReason>({
  name: 'ImageStateChangeReason',
  structure: 'ImageStateChangeReason',
  description: 'Reason for the state of an image.',
  members: {
    Code: [
      imageStateChangeReasonCode,
      'Reason code. `UNKNOWN` if this release does not know the code, null if AWS returns none.',
    ],
    Message: 'Human-readable reason from AWS. Null if AWS returns none.',
  },
})

/** Permissions of an account on an image. */
export const ImagePermissionsRef = defineStructure<ImagePermissions>({
  name: 'ImagePermissions',
  structure: 'ImagePermissions',
  description: 'Permissions of an account on an image of another account.',
  members: {
    allowFleet: 'True if fleets may use the image.',
    allowImageBuilder: 'True if image builders may be launched from the image.',
  },
})
