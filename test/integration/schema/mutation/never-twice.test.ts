import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../../src/emulator/server.ts'
import { imageArn } from '../../../support/gateway.ts'
import {
  CREATING,
  MUTATION_NAMES,
  MUTATIONS,
  type MutationName,
  startWorkshop,
  type Workshop,
} from './support.ts'

/** Resource that each creating mutation creates, and the selection that identifies it in the payload. */
const MADE = {
  createImageBuilder: {
    exists: ({ home }: Workshop) => home.imageBuilders.has('fresh'),
    putEarlier: ({ home }: Workshop, CreatedTime: Date) =>
      home.putImageBuilder({ Name: 'fresh', CreatedTime }),
    select: '... on CreateImageBuilderPayload { imageBuilder { name state } }',
    shows: { imageBuilder: { name: 'fresh', state: 'PENDING' } },
  },
  copyImage: {
    exists: ({ home }: Workshop) => home.images.has('copied'),
    putEarlier: ({ home }: Workshop, CreatedTime: Date) => home.putImage({ Name: 'copied', CreatedTime }),
    select: '... on CopyImagePayload { destinationImageName image { name state } }',
    shows: { destinationImageName: 'copied', image: { name: 'copied', state: 'COPYING' } },
  },
  createUpdatedImage: {
    exists: ({ home }: Workshop) => home.images.has('updated'),
    putEarlier: ({ home }: Workshop, CreatedTime: Date) => home.putImage({ Name: 'updated', CreatedTime }),
    select: '... on CreateUpdatedImagePayload { canUpdateImage image { name state } }',
    shows: { canUpdateImage: true, image: { name: 'updated', state: 'CREATING' } },
  },
  createImportedImage: {
    exists: ({ home }: Workshop) => home.images.has('imported'),
    putEarlier: ({ home }: Workshop, CreatedTime: Date) => home.putImage({ Name: 'imported', CreatedTime }),
    select: '... on CreateImportedImagePayload { dryRunPassed image { name state } }',
    shows: { dryRunPassed: false, image: { name: 'imported', state: 'IMPORTING' } },
  },
  createAppStreamExportImageTask: {
    exists: ({ home }: Workshop) => home.exportImageTasks.size > 0,
    putEarlier: ({ home }: Workshop, CreatedDate: Date) =>
      void home.exportImageTasks.put({
        TaskId: '00000000-0000-4000-8000-000000000001',
        ImageArn: imageArn('golden'),
        AmiName: 'golden-ami',
        State: 'FAILED',
        CreatedDate,
      }),
    select: '... on CreateAppStreamExportImageTaskPayload { exportImageTask { amiName state } }',
    shows: { exportImageTask: { amiName: 'golden-ami', state: 'EXPORTING' } },
  },
}

const UNKNOWN = {
  __typename: 'AppStreamOutcomeUnknownError',
  code: 'OUTCOME_UNKNOWN',
  retryable: true,
}

/** Faults that leave the outcome unknown although the operation did not run. */
const NOT_RUN: readonly (readonly [string, Omit<Fault, 'operation'>])[] = [
  ['the connection broke', { reset: 'before' }],
  ['AWS failed', { error: { type: 'InternalServerException', status: 500 } }],
  ['AWS is unavailable', { error: { type: 'ServiceUnavailableException', status: 503 } }],
  ['the response is unreadable', { raw: { status: 200, body: '<html>' } }],
  ['the response is empty', { raw: { status: 200, body: '{}' } }],
]

describe.each(CREATING)('%s', (name) => {
  const { operation } = MUTATIONS[name]
  const { exists, select, shows, putEarlier } = MADE[name]

  test('returns its result, created once, when the connection breaks afterwards', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, reset: 'after' })
    const result = await workshop.mutate(name, undefined, { select })
    expect(result).toMatchObject({ __typename: expect.stringMatching(/Payload$/), ...shows })
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test.each(NOT_RUN)('reports an unknown outcome when %s without a creation', async (_what, fault) => {
    // If every member of a response is optional, an empty one is complete.
    if (name !== 'createImageBuilder' && fault.raw?.body === '{}') return
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, ...fault })
    expect(await workshop.mutate(name)).toMatchObject(UNKNOWN)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
    expect(exists(workshop)).toBe(false)
  })

  test('reconciles after a timeout without sending again', async () => {
    await using workshop = await startWorkshop({ env: { UPSTREAM_TIMEOUT_MS: '1000' } })
    workshop.emulator.faults.add({ operation, hang: true })
    expect(await workshop.mutate(name)).toMatchObject(UNKNOWN)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('reports an unknown outcome even if reconciliation fails', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, reset: 'after' })
    workshop.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
    expect(await workshop.mutate(name)).toMatchObject(UNKNOWN)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
    expect(exists(workshop)).toBe(true)
  })

  test('ignores an earlier resource of the same name', async () => {
    await using workshop = await startWorkshop()
    putEarlier(workshop, new Date(workshop.clock.now() - 60_000))
    workshop.emulator.faults.add({ operation, reset: 'before' })
    expect(await workshop.mutate(name)).toMatchObject(UNKNOWN)
  })

  test('does not claim a resource created moments earlier', async () => {
    await using workshop = await startWorkshop()
    // A copy is known only once it was read: AWS returns just its name.
    await workshop.mutate(name, undefined, { select })
    workshop.clock.advance(1_000)
    workshop.emulator.faults.add({ operation, reset: 'before' })
    expect(await workshop.mutate(name)).toMatchObject(UNKNOWN)
  })

  test.each(['ThrottlingException', 'ConcurrentModificationException', 'RequestLimitExceededException'])(
    'does not retry after %s',
    async (type) => {
      await using workshop = await startWorkshop()
      workshop.emulator.faults.add({ operation, times: 1, error: { type } })
      await workshop.send(name, MUTATIONS[name].input)
      expect(workshop.emulator.calls.count(operation)).toBe(1)
      expect(exists(workshop)).toBe(false)
    },
  )

  test('is sent once if AWS is unreachable, with a known outcome', async () => {
    await using workshop = await startWorkshop()
    await workshop.emulator.stop()
    const { data, errors } = await workshop.send(name, MUTATIONS[name].input)
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }])
  })
})

test('succeeds for one of two concurrent requests for a name', async () => {
  await using workshop = await startWorkshop()
  const { operation, input } = MUTATIONS.createImageBuilder
  // The second breaks before it runs; when it is reconciled, the first one's builder exists.
  workshop.emulator.faults.add({
    operation,
    latencyMs: 100,
    reset: 'before',
    match: ({ Description }) => Description === 'second',
  })
  const second = workshop.mutate('createImageBuilder', { ...input, description: 'second' })
  await workshop.emulator.calls.waitFor(1, operation)
  const first = await workshop.mutate('createImageBuilder', { ...input, description: 'first' })
  expect(first.__typename).toBe('CreateImageBuilderPayload')
  expect(await second).toMatchObject(UNKNOWN)
})

/** State that proves the execution of each other mutation after a broken connection. */
const FOUND: readonly (readonly [MutationName, string, object])[] = [
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

describe.each(FOUND)('%s', (name, select, shows) => {
  const { operation } = MUTATIONS[name]

  test('returns its result, executed once, when the connection breaks afterwards', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, reset: 'after' })
    expect(await workshop.mutate(name, undefined, { select })).toMatchObject({
      __typename: expect.stringMatching(/Payload$/),
      ...shows,
    })
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test.each(NOT_RUN.slice(0, 3))('fails when %s and reconciliation shows no change', async (_what, fault) => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, ...fault })
    const { data, errors } = await workshop.send(name, MUTATIONS[name].input)
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      { path: [name], extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } },
    ])
    if (fault.error)
      expect(errors?.[0]?.extensions['awsRequestId']).toBe(workshop.calls(operation)[0]?.requestId)
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  })

  test('is retried after AWS throttles it', async () => {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, times: 2, error: { type: 'ThrottlingException' } })
    expect((await workshop.mutate(name)).__typename).toMatch(/Payload$/)
    expect(workshop.emulator.calls.count(operation)).toBe(3)
  })
})

test('returns the last observation of a completely deleted resource', async () => {
  await using workshop = await startWorkshop()
  await workshop.read('{ images { nodes { name } } imageBuilders { nodes { name } } }')
  const { emulator, home } = workshop
  emulator.faults.add({ operation: 'DeleteImage', reset: 'before' })
  emulator.faults.add({ operation: 'DeleteImageBuilder', reset: 'before' })
  home.deleteImage('golden')
  home.deleteImageBuilder('desk')
  const image = '... on DeleteImagePayload { deletedArn image { name createdTime } }'
  expect(await workshop.mutate('deleteImage', undefined, { select: image })).toMatchObject({
    deletedArn: imageArn('golden'),
    image: { name: 'golden', createdTime: expect.any(String) },
  })
  const builder = '... on DeleteImageBuilderPayload { imageBuilder { name createdTime image { name } } }'
  expect(await workshop.mutate('deleteImageBuilder', undefined, { select: builder })).toMatchObject({
    imageBuilder: { name: 'desk', createdTime: expect.any(String), image: null },
  })
})

test.each([
  ['deleteImageBuilder', '{ imageBuilders { nodes { name } } }'],
  ['deleteImage', '{ images { nodes { name } } }'],
] as const)('%s does not claim to have deleted a missing resource', async (name, listing) => {
  for (const isListed of [false, true]) {
    await using workshop = await startWorkshop()
    if (isListed) await workshop.read(listing)
    workshop.emulator.faults.add({ operation: MUTATIONS[name].operation, reset: 'before' })
    const { data, errors } = await workshop.send(name, { name: 'never-there' })
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }])
  }
})

test('confirms the deletion of a builder seen only at its creation', async () => {
  await using workshop = await startWorkshop()
  await workshop.mutate('createImageBuilder')
  workshop.home.deleteImageBuilder('fresh')
  workshop.clock.advance(31_000)
  workshop.emulator.faults.add({ operation: 'DeleteImageBuilder', reset: 'before' })
  const select = '... on DeleteImageBuilderPayload { imageBuilder { name state } }'
  expect(await workshop.mutate('deleteImageBuilder', { name: 'fresh' }, { select })).toMatchObject({
    imageBuilder: { name: 'fresh', state: 'PENDING' },
  })
})

test('requests a streaming URL once, whatever the outcome', async () => {
  const { operation } = MUTATIONS.createImageBuilderStreamingUrl
  for (const fault of [{ reset: 'after' }, { error: { type: 'ThrottlingException' } }] as const) {
    await using workshop = await startWorkshop()
    workshop.emulator.faults.add({ operation, ...fault })
    await workshop.send('createImageBuilderStreamingUrl', { name: 'desk' })
    expect(workshop.emulator.calls.count(operation)).toBe(1)
  }
})

test('covers every mutation', () => {
  expect([...CREATING, ...FOUND.map(([name]) => name), 'createImageBuilderStreamingUrl'].toSorted()).toEqual(
    MUTATION_NAMES.toSorted(),
  )
})
