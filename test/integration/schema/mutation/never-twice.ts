import type { Fault } from '../../../../src/emulator/server.ts'
import type { MutationName } from './support.ts'

/** Faults that leave the outcome unknown although the operation did not run. */
export const NOT_RUN: readonly (readonly [string, Omit<Fault, 'operation'>])[] = [
  ['the connection broke', { reset: 'before' }],
  ['AWS failed', { error: { type: 'InternalServerException', status: 500 } }],
  ['AWS is unavailable', { error: { type: 'ServiceUnavailableException', status: 503 } }],
  ['the response is unreadable', { raw: { status: 200, body: '<html>' } }],
  ['the response is empty', { raw: { status: 200, body: '{}' } }],
]

/** State that proves the execution of each other mutation after a broken connection. */
export const FOUND: readonly (readonly [MutationName, string, object])[] = [
  [
    'startImageBuilder',
    '... on StartImageBuilderPayload { imageBuilder { state } }',
    { imageBuilder: { state: 'PENDING' } },
  ],
  [
    'stopImageBuilder',
    '... on StopImageBuilderPayload { imageBuilder { state } }',
    { imageBuilder: { state: 'STOPPING' } },
  ],
  [
    'deleteImageBuilder',
    '... on DeleteImageBuilderPayload { imageBuilder { state } }',
    { imageBuilder: { state: 'DELETING' } },
  ],
  [
    'deleteImage',
    '... on DeleteImagePayload { image { state } deletedArn }',
    { image: { state: 'DELETING' } },
  ],
  [
    'updateImagePermissions',
    '... on UpdateImagePermissionsPayload { image { imageSharedWithOthers } }',
    { image: { imageSharedWithOthers: true } },
  ],
  [
    'deleteImagePermissions',
    '... on DeleteImagePermissionsPayload { image { imageSharedWithOthers } }',
    { image: { imageSharedWithOthers: false } },
  ],
  [
    'tagAppStreamResource',
    '... on TagAppStreamResourcePayload { tags { key } }',
    { tags: [{ key: 'stage' }, { key: 'team' }] },
  ],
  ['untagAppStreamResource', '... on UntagAppStreamResourcePayload { tags { key } }', { tags: [] }],
]
