import type {
  ImageState,
  ImageStateChangeReasonCode,
  ImageType,
  VisibilityType,
} from '../../appstream/model.ts'
import { openEnum } from '../open-enum.ts'

/** The state of an image. */
export const imageState = openEnum<ImageState>('ImageState', 'The state of an image.', {
  PENDING: 'Being made from a builder’s snapshot.',
  AVAILABLE: 'Ready: fleets and builders can be launched from it.',
  FAILED: 'Could not be made; `stateChangeReason` and `imageErrors` say why.',
  COPYING: 'Being copied from another image.',
  DELETING: 'Being deleted; it disappears when that is done.',
  CREATING: 'Being made by a managed update.',
  IMPORTING: 'Being imported from an EC2 AMI.',
  VALIDATING: 'Imported, and being tested.',
})

/** The visibility of an image. */
export const imageVisibility = openEnum<VisibilityType>(
  'ImageVisibility',
  'The visibility of an image: whose it is.',
  {
    PUBLIC: 'One of AWS’s own base images.',
    PRIVATE: 'This account’s own.',
    SHARED: 'Another account’s, shared with this one.',
  },
)

/** The way in which an image was made. */
export const imageType = openEnum<ImageType>('ImageType', 'The way in which an image was made.', {
  CUSTOM: 'Made from an image that was brought in.',
  NATIVE: 'Made within AppStream.',
  BYOL: 'Made with licences of the owner’s.',
})

/** The reason for the state of an image. */
export const imageStateChangeReasonCode = openEnum<ImageStateChangeReasonCode>(
  'ImageStateChangeReasonCode',
  'The reason for the state of an image.',
  {
    INTERNAL_ERROR: 'AWS failed.',
    IMAGE_BUILDER_NOT_AVAILABLE: 'The builder that it was to be made from was not available.',
    IMAGE_COPY_FAILURE: 'The copy failed.',
    IMAGE_UPDATE_FAILURE: 'The managed update failed.',
    IMAGE_IMPORT_FAILURE: 'The import failed.',
  },
)
