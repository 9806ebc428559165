import type { AwsImage, ImagePermissions, ImageStateChangeReason } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { defineStructure } from '../kit/members.ts'
import { imageStateChangeReasonCode } from './enums.ts'

/** The software of an image; a structure that the SDK lacks. */
export const ImageSoftwareMetadataRef =
  builder.objectRef<NonNullable<AwsImage['ImageSoftwareMetadata']>>('ImageSoftwareMetadata')

ImageSoftwareMetadataRef.implement({
  description: 'The software of an image, as far as AWS knows it.',
  fields: (t) => ({
    nvidiaGridDriverVersion: t.string({
      nullable: true,
      description: 'The version of the NVIDIA GRID driver. Null on images without one.',
      resolve: ({ nvidiaGridDriverVersion }) => nvidiaGridDriverVersion,
    }),
  }),
})

/** The reason for the state of an image. */
export const ImageStateChangeReasonRef = defineStructure<ImageStateChangeReason>({
  name: 'ImageStateChangeReason',
  structure: 'ImageStateChangeReason',
  description: 'The reason for the state of an image.',
  members: {
    Code: [
      imageStateChangeReasonCode,
      'The reason; `UNKNOWN` for one that this release does not list. Null if AWS returns none.',
    ],
    Message: 'The reason in AWS’s words. Null if AWS returns none.',
  },
})

/** The permissions of an account on an image. */
export const ImagePermissionsRef = defineStructure<ImagePermissions>({
  name: 'ImagePermissions',
  structure: 'ImagePermissions',
  description: 'The permissions of an account on an image of another one.',
  members: {
    allowFleet: 'Whether fleets may use it.',
    allowImageBuilder: 'Whether image builders may be launched from it.',
  },
})
