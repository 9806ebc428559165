import type { ImagePermissions } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { stateChangeReasonType } from '../state-change-reason.ts'
import { imageStateChangeReasonCode } from './enums.ts'

/** What is known of an image's software. */
export const ImageSoftwareMetadataRef = builder.objectRef<{ readonly nvidiaGridDriverVersion?: string }>(
  'ImageSoftwareMetadata',
)

ImageSoftwareMetadataRef.implement({
  description: 'What AWS knows of the software on an image.',
  fields: (t) => ({
    nvidiaGridDriverVersion: t.string({
      nullable: true,
      description: 'The version of the NVIDIA GRID driver; null on images without one.',
      resolve: ({ nvidiaGridDriverVersion }) => nvidiaGridDriverVersion,
    }),
  }),
})

/** Why an image is in its state. */
export const ImageStateChangeReasonRef = stateChangeReasonType(
  'ImageStateChangeReason',
  'an image',
  imageStateChangeReasonCode,
)

/** What the owner of a shared image lets this account do. */
export const ImagePermissionsRef = builder.objectRef<ImagePermissions>('ImagePermissions')

ImagePermissionsRef.implement({
  description: 'What an image’s owner lets an account do with it.',
  fields: (t) => ({
    allowFleet: t.boolean({
      nullable: true,
      description: 'Whether fleets may use it; null when AWS does not say.',
      resolve: ({ allowFleet }) => allowFleet,
    }),
    allowImageBuilder: t.boolean({
      nullable: true,
      description: 'Whether image builders may be launched from it; null when AWS does not say.',
      resolve: ({ allowImageBuilder }) => allowImageBuilder,
    }),
  }),
})
