import { describe, expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { type MutationName, startWorkshop, type Workshop, warm } from './support.ts'
import { everywhere, NOWHERE, type Views, viewsOf } from './views.ts'

// AWS may return the state from before a mutation for a while. The emulator is consistent, so the test
// restores that state.

interface Case {
  readonly name: MutationName
  /** Restores the state that AWS still shows. */
  readonly putBack: (workshop: Workshop) => void
  readonly look: (workshop: Workshop, headers?: Record<string, string>) => Promise<Views[keyof Views]>
  readonly after: string
  readonly before: string | null
}

const lookAtBuilder =
  (builder: string, states: readonly string[]): Case['look'] =>
  async (workshop, headers) =>
    (await viewsOf(workshop, { builder }, { states, ...(headers && { headers }) })).builder
const lookAtImage =
  (image: string, states: readonly string[]): Case['look'] =>
  async (workshop, headers) =>
    (await viewsOf(workshop, { image }, { states, ...(headers && { headers }) })).image

const CASES: readonly Case[] = [
  {
    name: 'createImageBuilder',
    putBack: ({ home }) => home.deleteImageBuilder('fresh'),
    look: lookAtBuilder('fresh', ['PENDING']),
    after: 'PENDING',
    before: null,
  },
  {
    name: 'startImageBuilder',
    putBack: ({ emulator }) =>
      emulator.force({ region: 'us-east-1', imageBuilder: 'parked', state: 'STOPPED' }),
    look: lookAtBuilder('parked', ['PENDING', 'STOPPED']),
    after: 'PENDING',
    before: 'STOPPED',
  },
  {
    name: 'stopImageBuilder',
    putBack: ({ emulator }) =>
      emulator.force({ region: 'us-east-1', imageBuilder: 'desk', state: 'RUNNING' }),
    look: lookAtBuilder('desk', ['STOPPING', 'RUNNING']),
    after: 'STOPPING',
    before: 'RUNNING',
  },
  {
    name: 'deleteImageBuilder',
    putBack: ({ emulator }) =>
      emulator.force({ region: 'us-east-1', imageBuilder: 'desk', state: 'RUNNING' }),
    look: lookAtBuilder('desk', ['DELETING', 'RUNNING']),
    after: 'DELETING',
    before: 'RUNNING',
  },
  {
    name: 'deleteImage',
    putBack: ({ emulator }) => emulator.force({ region: 'us-east-1', image: 'golden', state: 'AVAILABLE' }),
    look: lookAtImage('golden', ['DELETING', 'AVAILABLE']),
    after: 'DELETING',
    before: 'AVAILABLE',
  },
  {
    name: 'createUpdatedImage',
    putBack: ({ home }) => home.deleteImage('updated'),
    look: lookAtImage('updated', ['CREATING']),
    after: 'CREATING',
    before: null,
  },
]

describe.each(CASES)('overlay of $name', (given) => {
  test('ends after 30 seconds', async () => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    await workshop.mutate(given.name)
    given.putBack(workshop)
    workshop.clock.advance(6_000)
    expect(await given.look(workshop)).toEqual(everywhere(given.after))
    // The observation is as fresh as AWS provides it.
    expect(await given.look(workshop, { 'cache-control': 'no-cache' })).toEqual(everywhere(given.after))
    workshop.clock.advance(23_999)
    expect(await given.look(workshop)).toEqual(everywhere(given.after))
    workshop.clock.advance(6_000)
    expect(await given.look(workshop)).toEqual(given.before === null ? NOWHERE : everywhere(given.before))
  })

  test('applies without an earlier read', async () => {
    await using workshop = await startWorkshop()
    await workshop.mutate(given.name)
    given.putBack(workshop)
    expect(await given.look(workshop)).toEqual(everywhere(given.after))
  })
})

test("shows a builder's return to an earlier state without an overlay", async () => {
  await using workshop = await startWorkshop({ overlayMs: 0 })
  await warm(workshop)
  const look = lookAtBuilder('desk', ['STOPPING', 'RUNNING'])
  await workshop.mutate('stopImageBuilder')
  expect(await look(workshop)).toEqual(everywhere('STOPPING'))
  workshop.emulator.force({ region: 'us-east-1', imageBuilder: 'desk', state: 'RUNNING' })
  expect(await look(workshop, { 'cache-control': 'no-cache' })).toEqual(everywhere('RUNNING'))
  expect(await look(workshop)).toEqual(everywhere('RUNNING'))
})

test('follows AWS once it has shown the change, even backwards', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  await workshop.mutate('stopImageBuilder')
  workshop.clock.advance(6_000)
  const look = lookAtBuilder('desk', ['STOPPED', 'RUNNING'])
  expect(await look(workshop)).toEqual(everywhere('STOPPED'))
  workshop.emulator.force({ region: 'us-east-1', imageBuilder: 'desk', state: 'RUNNING' })
  workshop.clock.advance(6_000)
  expect(await look(workshop)).toEqual(everywhere('RUNNING'))
})

test('shows a builder that reuses a deleted name at once', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  await workshop.mutate('deleteImageBuilder')
  workshop.clock.advance(6_000)
  workshop.home.putImageBuilder({ Name: 'desk', State: 'RUNNING', ImageArn: imageArn('lent') })
  expect(await lookAtBuilder('desk', ['RUNNING'])(workshop)).toEqual(everywhere('RUNNING'))
})

test('replaces an overlay on a later mutation of unknown outcome', async () => {
  // Every transition completes immediately: a deleted resource is gone in the next listing.
  await using workshop = await startWorkshop({ emulator: { speed: 1e9 } })
  await warm(workshop)
  await workshop.mutate('createImageBuilder')
  workshop.clock.advance(1)
  workshop.emulator.faults.add({ operation: 'DeleteImageBuilder', reset: 'after' })
  const deleting = workshop.mutate(
    'deleteImageBuilder',
    { name: 'fresh' },
    {
      select: '... on DeleteImageBuilderPayload { imageBuilder { name state } }',
    },
  )
  await workshop.emulator.calls.waitFor(1, 'DeleteImageBuilder')
  workshop.clock.advance(1)
  expect(await deleting).toMatchObject({ __typename: 'DeleteImageBuilderPayload' })
  workshop.clock.advance(6_000)
  expect(await lookAtBuilder('fresh', ['PENDING'])(workshop)).toEqual(NOWHERE)
})

test('keeps an overlay when a later mutation is rejected', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  await workshop.mutate('createImageBuilder')
  expect((await workshop.mutate('stopImageBuilder', { name: 'fresh' })).__typename).toBe(
    'AppStreamOperationNotPermittedError',
  )
  workshop.home.deleteImageBuilder('fresh')
  expect(await lookAtBuilder('fresh', ['PENDING'])(workshop)).toEqual(everywhere('PENDING'))
})

test('does not roll back a write with an earlier listing', async () => {
  await using workshop = await startWorkshop()
  const { emulator, home } = workshop
  const before = [...home.imageBuilders.values()].map(({ Name, Arn, State, CreatedTime }) => ({
    Name,
    Arn,
    State,
    CreatedTime: (CreatedTime?.getTime() ?? 0) / 1000,
  }))
  const written = Promise.withResolvers<void>()
  emulator.faults.add({
    operation: 'DescribeImageBuilders',
    times: 1,
    until: written.promise,
    raw: { status: 200, body: JSON.stringify({ ImageBuilders: before }) },
  })
  const listing = workshop.read('{ imageBuilders { nodes { name state } } }')
  await emulator.calls.waitFor(1, 'DescribeImageBuilders')
  await workshop.mutate('stopImageBuilder')
  written.resolve()
  await listing
  expect(await lookAtBuilder('desk', ['STOPPING'])(workshop)).toEqual(everywhere('STOPPING'))
  expect(emulator.calls.count('DescribeImageBuilders')).toBe(1)
})

test('lists again after overlapping writes of one resource', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  const { emulator } = workshop
  const overtaken = Promise.withResolvers<void>()
  emulator.faults.add({ operation: 'StopImageBuilder', until: overtaken.promise })
  const stopping = workshop.mutate('stopImageBuilder')
  await emulator.calls.waitFor(1, 'StopImageBuilder')
  await workshop.mutate('deleteImageBuilder')
  emulator.force({ region: 'us-east-1', imageBuilder: 'desk', state: 'RUNNING' })
  overtaken.resolve()
  expect((await stopping).__typename).toBe('StopImageBuilderPayload')
  emulator.force({ region: 'us-east-1', imageBuilder: 'desk', state: 'FAILED' })
  emulator.calls.clear()
  const views = await viewsOf(workshop, { builder: 'desk' }, { states: [] })
  expect(views.builder.slice(0, 3)).toEqual(['FAILED', 'FAILED', 'FAILED'])
  expect(emulator.calls.count('DescribeImageBuilders')).toBe(1)
})
