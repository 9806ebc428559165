import type {
  AccessEndpointType,
  ImageBuilderState,
  ImageBuilderStateChangeReasonCode,
} from '../../appstream/model.ts'
import { openEnum } from '../open-enum.ts'

/** The state of an image builder. */
export const imageBuilderState = openEnum<ImageBuilderState>(
  'ImageBuilderState',
  'The state of an image builder.',
  {
    PENDING: 'Starting: takes minutes.',
    UPDATING_AGENT: 'Its agent is being updated, on the way to RUNNING.',
    RUNNING: 'Running, and billed: it can be connected to.',
    STOPPING: 'On the way to STOPPED.',
    STOPPED: 'Stopped: it can be started or deleted.',
    REBOOTING: 'Rebooting.',
    SNAPSHOTTING: 'An image is being made from it.',
    DELETING: 'Being deleted; it disappears when that is done.',
    FAILED: 'Failed; `stateChangeReason` and `imageBuilderErrors` say why.',
    UPDATING: 'Hidden builder of a managed image update: installing.',
    PENDING_QUALIFICATION: 'Hidden builder of a managed image update: being tested.',
    PENDING_SYNCING_APPS: 'About to install or remove licence-included software.',
    SYNCING_APPS: 'Installing or removing licence-included software.',
    PENDING_IMAGE_IMPORT: 'Waiting for an image that is being imported.',
  },
)

/** The reason for the state of an image builder. */
export const imageBuilderStateChangeReasonCode = openEnum<ImageBuilderStateChangeReasonCode>(
  'ImageBuilderStateChangeReasonCode',
  'The reason for the state of an image builder.',
  { INTERNAL_ERROR: 'AWS failed.', IMAGE_UNAVAILABLE: 'Its image was not available.' },
)

/** The use of a VPC endpoint. */
export const accessEndpointType = openEnum<AccessEndpointType>(
  'AppStreamAccessEndpointType',
  'The use of an interface VPC endpoint.',
  { STREAMING: 'Streaming sessions.' },
)
