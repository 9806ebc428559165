import type { EmulatorOptions } from '../../../../src/emulator/server.ts'
import { ACCOUNT, imageArn } from '../../../support/gateway.ts'
import { type MutationName, OTHER_ACCOUNT, type Workshop } from './support.ts'

/** State and input that cause an exception of the emulator. */
export interface Provocation {
  readonly behaviour?: EmulatorOptions['behaviour']
  readonly arrange?: (workshop: Workshop) => unknown
  /** Replaces members of the valid input. */
  readonly input?: object
  readonly message: unknown
}

const missing = (kind: string, name: string) => `The ${kind} ${name} for account ${ACCOUNT} does not exist.`
const mustBeAvailable = (state: string) =>
  `The image golden is ${state}. The image must be in an AVAILABLE state for this action to succeed.`

function goldenIs(state: string) {
  return ({ home }: Workshop) => home.change('image', 'golden', { State: state })
}

function deskIs(state: string) {
  return ({ home }: Workshop) => home.change('image-builder', 'desk', { State: state })
}

const goldenPending = { arrange: goldenIs('PENDING'), message: mustBeAvailable('PENDING') }

/** Exceptions that the emulator raises on its own; the other modelled ones need a fault. */
export const PROVOCATIONS: Partial<Record<MutationName, Readonly<Record<string, Provocation>>>> = {
  createImageBuilder: {
    LimitExceededException: {
      behaviour: { quotas: { imageBuilders: 2 } },
      message: 'The quota of 2 image builders has been reached.',
    },
    ResourceAlreadyExistsException: {
      input: { name: 'desk' },
      message: 'The image builder desk already exists.',
    },
    ResourceNotAvailableException: goldenPending,
    ResourceNotFoundException: { input: { imageName: 'none' }, message: missing('image', 'none') },
    InvalidRoleException: {
      input: { iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/invalid` },
      message: `AppStream encountered an error because your IAM role 'arn:aws:iam::${ACCOUNT}:role/invalid' is invalid`,
    },
    IncompatibleImageException: {
      arrange: ({ home }) => home.change('image', 'golden', { ImageBuilderSupported: false }),
      message: 'The image golden does not support image builders.',
    },
    OperationNotPermittedException: {
      arrange: ({ emulator }) => {
        const theirs = emulator.region('us-east-1', OTHER_ACCOUNT)
        theirs.putImage({ Name: 'theirs' })
        theirs.shareImage('theirs', ACCOUNT, { allowFleet: true })
      },
      input: { imageName: undefined, imageArn: imageArn('theirs', OTHER_ACCOUNT) },
      message: 'The image theirs is shared without the permission for image builders.',
    },
  },
  startImageBuilder: {
    ResourceNotAvailableException: {
      input: { name: 'desk' },
      message: 'The image builder desk is RUNNING, it must be STOPPED.',
    },
    ResourceNotFoundException: { input: { name: 'none' }, message: missing('image builder', 'none') },
  },
  stopImageBuilder: {
    ResourceNotFoundException: { input: { name: 'none' }, message: missing('image builder', 'none') },
    OperationNotPermittedException: {
      input: { name: 'parked' },
      message: 'The image builder parked is STOPPED: the operation is not permitted in this state.',
    },
  },
  deleteImageBuilder: {
    ResourceNotFoundException: { input: { name: 'none' }, message: missing('image builder', 'none') },
    OperationNotPermittedException: {
      arrange: deskIs('SNAPSHOTTING'),
      message: 'The image builder desk is SNAPSHOTTING: the operation is not permitted in this state.',
    },
  },
  createImageBuilderStreamingUrl: {
    OperationNotPermittedException: {
      input: { name: 'parked' },
      message: 'The image builder parked is STOPPED: the operation is not permitted in this state.',
    },
    ResourceNotFoundException: { input: { name: 'none' }, message: missing('image builder', 'none') },
  },
  deleteImage: {
    ResourceInUseException: {
      input: { name: 'lent' },
      message: 'The image lent is shared with another account',
    },
    ResourceNotFoundException: { input: { name: 'none' }, message: missing('image', 'none') },
    OperationNotPermittedException: {
      arrange: goldenIs('PENDING'),
      message: 'The image golden is PENDING: the operation is not permitted in this state.',
    },
  },
  copyImage: {
    ResourceAlreadyExistsException: {
      input: { destinationImageName: 'lent' },
      message: 'The image lent already exists.',
    },
    ResourceNotFoundException: { input: { sourceImageName: 'none' }, message: missing('image', 'none') },
    ResourceNotAvailableException: goldenPending,
    LimitExceededException: {
      behaviour: { quotas: { copies: 1 } },
      arrange: ({ home }) => home.putImage({ Name: 'other', State: 'COPYING' }),
      message: 'The quota of 1 concurrent copies has been reached.',
    },
  },
  createUpdatedImage: {
    LimitExceededException: {
      behaviour: { quotas: { images: 2 } },
      message: 'The quota of 2 images has been reached.',
    },
    OperationNotPermittedException: {
      arrange: goldenIs('PENDING'),
      message: 'The image golden is PENDING: the operation is not permitted in this state.',
    },
    ResourceAlreadyExistsException: {
      input: { newImageName: 'lent' },
      message: 'The image lent already exists.',
    },
    ResourceNotFoundException: { input: { existingImageName: 'none' }, message: missing('image', 'none') },
    IncompatibleImageException: {
      arrange: ({ home }) => home.change('image', 'golden', { Platform: 'ROCKY_LINUX8' }),
      message: 'The image golden does not support managed updates.',
    },
  },
  createImportedImage: {
    LimitExceededException: {
      behaviour: { quotas: { images: 2 } },
      message: 'The quota of 2 images has been reached.',
    },
    InvalidRoleException: {
      input: { iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/invalid` },
      message: `AppStream encountered an error because your IAM role 'arn:aws:iam::${ACCOUNT}:role/invalid' is invalid`,
    },
    OperationNotPermittedException: {
      input: { sourceAmiId: 'ami-00denied' },
      message: 'Access to the source image ami-00denied is denied.',
    },
    ResourceAlreadyExistsException: { input: { name: 'lent' }, message: 'The image lent already exists.' },
    ResourceNotFoundException: {
      input: { sourceAmiId: 'ami-0missing' },
      message: 'The source image ami-0missing does not exist.',
    },
    IncompatibleImageException: {
      input: { sourceAmiId: 'ami-000unfit' },
      message:
        'The source image ami-000unfit cannot be imported: it must be a Windows image with UEFI and TPM 2.0.',
    },
  },
  createAppStreamExportImageTask: {
    LimitExceededException: {
      behaviour: { quotas: { exports: 0 } },
      message: 'The quota of 0 concurrent exports has been reached.',
    },
    InvalidRoleException: {
      input: { iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/invalid` },
      message: `AppStream encountered an error because your IAM role 'arn:aws:iam::${ACCOUNT}:role/invalid' is invalid`,
    },
    OperationNotPermittedException: {
      arrange: ({ home }) =>
        home.exportImageTasks.put({
          TaskId: '00000000-0000-4000-8000-000000000001',
          ImageArn: imageArn('golden'),
          AmiName: 'golden-ami',
        }),
      message: 'The AMI name golden-ami is already in use.',
    },
    ResourceNotFoundException: { input: { imageName: 'none' }, message: missing('image', 'none') },
    ResourceNotAvailableException: goldenPending,
  },
  updateImagePermissions: {
    ResourceNotFoundException: { input: { name: 'none' }, message: missing('image', 'none') },
    ResourceNotAvailableException: goldenPending,
    LimitExceededException: {
      behaviour: { quotas: { accountsSharedWith: 1 } },
      input: { name: 'lent', sharedAccountId: '345678901234' },
      message: 'The quota of 1 accounts that an image is shared with has been reached.',
    },
  },
  deleteImagePermissions: {
    ResourceNotAvailableException: { ...goldenPending, input: { name: 'golden' } },
    ResourceNotFoundException: {
      input: { name: 'golden' },
      message: `The image golden is not shared with account ${OTHER_ACCOUNT}.`,
    },
  },
  tagAppStreamResource: {
    LimitExceededException: {
      behaviour: { quotas: { tags: 1 } },
      message: 'The quota of 1 tags has been reached.',
    },
    ResourceNotFoundException: {
      input: { resourceArn: imageArn('none') },
      message: `The resource ${imageArn('none')} does not exist.`,
    },
  },
  untagAppStreamResource: {
    ResourceNotFoundException: {
      input: { resourceArn: imageArn('none') },
      message: `The resource ${imageArn('none')} does not exist.`,
    },
  },
}
