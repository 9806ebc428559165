import type {
  AccessEndpointType,
  ImageBuilderState,
  ImageBuilderStateChangeReasonCode,
} from '../../appstream/model/model.ts'
import { openEnum } from '../open-enum.ts'

/** State of an image builder. */
export const imageBuilderState = openEnum<ImageBuilderState>(
  'ImageBuilderState',
  'State of an image builder.',
  {
    PENDING: 'Starting. Takes minutes.',
    UPDATING_AGENT: 'Updating its AppStream agent. The next state is RUNNING.',
    RUNNING: 'Running and billed. Users can connect to the image builder.',
    STOPPING: 'Stopping. The next state is STOPPED.',
    STOPPED: 'Stopped. The image builder can be started or deleted.',
    REBOOTING: 'Rebooting.',
    SNAPSHOTTING: 'An image is being created from the image builder.',
    DELETING: 'Being deleted. It is no longer listed after the deletion.',
    FAILED: 'Failed; see `stateChangeReason` and `imageBuilderErrors`.',
    UPDATING: 'Installing a managed image update. Applies to hidden image builders of AWS.',
    PENDING_QUALIFICATION:
      'Being tested after a managed image update. Applies to hidden image builders of AWS.',
    PENDING_SYNCING_APPS: 'Waiting to install or remove license-included software.',
    SYNCING_APPS: 'Installing or removing license-included software.',
    PENDING_IMAGE_IMPORT: 'Waiting for the import of an image.',
  },
)

/** Reason for the state of an image builder. */
export const imageBuilderStateChangeReasonCode = openEnum<ImageBuilderStateChangeReasonCode>(
  'ImageBuilderStateChangeReasonCode',
  'Reason code for the state of an image builder.',
  {
    INTERNAL_ERROR: 'Internal error in AWS.',
    IMAGE_UNAVAILABLE: 'The image of the image builder was not available.',
  },
)

/** Type of a VPC endpoint. */
export const accessEndpointType = openEnum<AccessEndpointType>(
  'AppStreamAccessEndpointType',
  'Type of an interface VPC endpoint.',
  { STREAMING: 'Endpoint for streaming sessions.' },
)
