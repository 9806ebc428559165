import type {
  ImageState,
  ImageStateChangeReasonCode,
  ImageType,
  VisibilityType,
} from '../../appstream/model/model.ts'
import { openEnum } from '../open-enum.ts'

/** State of an image. */
export const imageState = openEnum<ImageState>('ImageState', 'State of an image.', {
  PENDING: 'Being created from an image builder.',
  AVAILABLE: 'Ready. Fleets and image builders can be launched from the image.',
  FAILED: 'Creation failed; see `stateChangeReason` and `imageErrors`.',
  COPYING: 'Being copied from another image.',
  DELETING: 'Being deleted. It is no longer listed after the deletion.',
  CREATING: 'Being created by a managed update.',
  IMPORTING: 'Being imported from an EC2 AMI.',
  VALIDATING: 'Imported and being validated.',
})

/** AWS's states that an image does not leave by itself. AWS returns DEPRECATED, although its model lacks it. */
export const RESTING_STATES = ['AVAILABLE', 'FAILED', 'DEPRECATED'] as const

/** Visibility of an image. */
export const imageVisibility = openEnum<VisibilityType>(
  'ImageVisibility',
  'Visibility of an image: private, shared or public.',
  {
    PUBLIC: 'Public base image of AWS.',
    PRIVATE: 'Owned by the account of `target`.',
    SHARED: 'Owned by another account and shared with the account of `target`.',
  },
)

/** Origin of an image. */
export const imageType = openEnum<ImageType>('ImageType', 'Origin of an image.', {
  CUSTOM: 'Created from an imported image.',
  NATIVE: 'Created in AppStream.',
  BYOL: 'Created with licenses of the owner (bring your own license).',
})

/** Reason for the state of an image. */
export const imageStateChangeReasonCode = openEnum<ImageStateChangeReasonCode>(
  'ImageStateChangeReasonCode',
  'Reason code for the state of an image.',
  {
    INTERNAL_ERROR: 'Internal error in AWS.',
    IMAGE_BUILDER_NOT_AVAILABLE: 'The image builder to create the image from was not available.',
    IMAGE_COPY_FAILURE: 'The copy failed.',
    IMAGE_UPDATE_FAILURE: 'The managed update failed.',
    IMAGE_IMPORT_FAILURE: 'The import failed.',
  },
)
