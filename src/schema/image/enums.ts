import type {
  ImageState,
  ImageStateChangeReasonCode,
  ImageType,
  VisibilityType,
} from '../../appstream/model.ts'
import { openEnum } from '../open-enum.ts'

/** An image's state. */
export const imageState = openEnum<ImageState>('ImageState', 'Where an image is in its life.', {
  PENDING: 'Being made from a builder’s snapshot.',
  AVAILABLE: 'Ready: fleets and builders can be launched from it.',
  FAILED: 'Could not be made; `stateChangeReason` and `imageErrors` say why.',
  COPYING: 'Being copied from another image.',
  DELETING: 'Being deleted; it disappears when that is done.',
  CREATING: 'Being made by a managed update.',
  IMPORTING: 'Being imported from an EC2 AMI.',
  VALIDATING: 'Imported, and being tested.',
})

/** Who can see an image. */
export const imageVisibility = openEnum<VisibilityType>('ImageVisibility', 'Whose an image is.', {
  PUBLIC: 'One of AWS’s own base images.',
  PRIVATE: 'This account’s own.',
  SHARED: 'Another account’s, shared with this one.',
})

/** How an image came to be. */
export const imageType = openEnum<ImageType>('ImageType', 'How an image was made.', {
  CUSTOM: 'Made from an image that was brought in.',
  NATIVE: 'Made within AppStream.',
  BYOL: 'Made with licences of the owner’s.',
})

/** Why an image changed its state. */
export const imageStateChangeReasonCode = openEnum<ImageStateChangeReasonCode>(
  'ImageStateChangeReasonCode',
  'Why an image is in its state.',
  {
    INTERNAL_ERROR: 'AWS failed.',
    IMAGE_BUILDER_NOT_AVAILABLE: 'The builder that it was to be made from was not available.',
    IMAGE_COPY_FAILURE: 'The copy failed.',
    IMAGE_UPDATE_FAILURE: 'The managed update failed.',
    IMAGE_IMPORT_FAILURE: 'The import failed.',
  },
)
