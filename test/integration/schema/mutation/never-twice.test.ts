import { describe, expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { FOUND, NOT_RUN } from './never-twice.ts'
import { CREATING, MUTATION_NAMES, MUTATIONS, startWorkshop, type Workshop } from './support.ts'

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

test('reconciles each creation after a timeout without sending again', async () => {
  const reconcile = async (name: (typeof CREATING)[number]) => {
    const { operation } = MUTATIONS[name]
    // Even a call that a busy machine delays has to reach AWS within the timeout.
    await using workshop = await startWorkshop({ env: { UPSTREAM_TIMEOUT_MS: '5000' } })
    workshop.emulator.faults.add({ operation, hang: true })
    expect(await workshop.mutate(name), name).toMatchObject(UNKNOWN)
    expect(workshop.emulator.calls.count(operation), name).toBe(1)
  }
  await Promise.all(CREATING.map(reconcile))
})

test('succeeds for one of two concurrent requests for a name', async () => {
  await using workshop = await startWorkshop()
  const { operation, input } = MUTATIONS.createImageBuilder
  // The second breaks before it runs; when it is reconciled, the first one's builder exists.
  const created = Promise.withResolvers<void>()
  workshop.emulator.faults.add({
    operation,
    until: created.promise,
    reset: 'before',
    match: ({ Description }) => Description === 'second',
  })
  const second = workshop.mutate('createImageBuilder', { ...input, description: 'second' })
  await workshop.emulator.calls.waitFor(1, operation)
  const first = await workshop.mutate('createImageBuilder', { ...input, description: 'first' })
  expect(first.__typename).toBe('CreateImageBuilderPayload')
  created.resolve()
  expect(await second).toMatchObject(UNKNOWN)
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
