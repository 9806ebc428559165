import type {
  AccessEndpointType,
  ImageBuilderState,
  ImageBuilderStateChangeReasonCode,
} from '../../appstream/model.ts'
import { openEnum } from '../open-enum.ts'

/** An image builder's state. */
export const imageBuilderState = openEnum<ImageBuilderState>(
  'ImageBuilderState',
  'Where an image builder is in its life.',
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

/** Why an image builder changed its state. */
export const imageBuilderStateChangeReasonCode = openEnum<ImageBuilderStateChangeReasonCode>(
  'ImageBuilderStateChangeReasonCode',
  'Why an image builder is in its state.',
  { INTERNAL_ERROR: 'AWS failed.', IMAGE_UNAVAILABLE: 'Its image was not available.' },
)

/** What a VPC endpoint is for. */
export const accessEndpointType = openEnum<AccessEndpointType>(
  'AppStreamAccessEndpointType',
  'What an interface VPC endpoint is used for.',
  { STREAMING: 'Streaming sessions.' },
)
