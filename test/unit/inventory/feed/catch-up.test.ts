import { expect, test } from 'vitest'
import { createCollection } from '../../../../src/inventory/collection/collection.ts'
import { createCatchUp } from '../../../../src/inventory/feed/catch-up.ts'
import { createFeed } from '../../../../src/inventory/feed/feed.ts'
import type { FeedSource } from '../../../../src/inventory/feed/subscription.ts'
import type { ImageBuilder } from '../../../../src/schema/image-builder/kind.ts'
import { createAlone } from '../../../../src/shared/alone.ts'
import { createTestTime } from '../../../support/gateway.ts'

const EVERYTHING = { matchesChange: () => true, matchesItem: () => true }

function builder(name: string, State: string): ImageBuilder {
  return { kind: 'ImageBuilder', arn: name, name, aws: { Name: name, State } } as unknown as ImageBuilder
}

/** Creates one listed collection with one builder, and its catch-up. */
async function startCatchUp() {
  const time = createTestTime()
  const shared = createAlone(time.clock)
  const { sequence } = shared
  let lastError: unknown
  let polls = 0
  const collection = createCollection<ImageBuilder>({
    what: 'builders',
    clock: time.clock,
    shared,
    sequence,
    freshness: { maxStalenessMs: 5_000, staleIfErrorMs: 60_000 },
    bounds: { maxEntries: 10, maxBytes: 1_000_000, maxAgeMs: 60_000 },
    overlayMs: 30_000,
    load: async () => new Map([['a', builder('a', 'STOPPED')]]),
    toItem: ({ Name = '', State = '' }) => builder(Name, State),
  })
  await collection.read({})
  const source = {
    target: {},
    collections: [collection],
    watcher: {
      acquire: () => {
        polls++
        return () => {}
      },
      poke: () => {},
      isFresh: () => true,
      lastError: () => lastError,
    },
  } as unknown as FeedSource<ImageBuilder>
  const filter = { sources: [source], ...EVERYTHING }
  const dependencies = { shared, clock: time.clock, sequence }
  return {
    time,
    sequence,
    commit: shared.position(),
    filter,
    dependencies,
    polls: () => polls,
    catchUp: createCatchUp(filter, { ...dependencies, versions: new Map([['builders', 0]]) }),
    see: (State: string) =>
      collection.observe('a', {
        item: builder('a', State),
        sequence: sequence.next(),
        observedAt: time.clock.now(),
      }),
    fail(error: unknown) {
      lastError = error
    },
  }
}

test('shares events of snapshots, resets and resumptions among simultaneous subscribers', async () => {
  const { catchUp, see, commit } = await startCatchUp()
  for (const State of ['PENDING', 'RUNNING']) see(State)
  const position = { commit, versions: { builders: 0 } }
  expect(catchUp.snapshot()).toBe(catchUp.snapshot())
  expect(catchUp.reset()).toBe(catchUp.reset())
  expect(catchUp.reset().slice(1)).toEqual(catchUp.snapshot())
  const missed = catchUp.since(position)
  expect(missed.map(({ kind, item }) => [kind, item?.aws.State])).toEqual([
    ['STATE_CHANGED', 'PENDING'],
    ['STATE_CHANGED', 'RUNNING'],
  ])
  expect(catchUp.since({ ...position })).toBe(missed)
  expect(catchUp.since({ commit, versions: { builders: 1 } })).toHaveLength(1)
})

test.each([
  ['something is read or written', ({ sequence }) => sequence.next()],
  ['a resource is seen', ({ see }) => see('PENDING')],
  ['a poll fails', ({ fail }) => fail(new Error('no'))],
  ['a second passes', ({ time }) => time.advance(1_001)],
] satisfies [string, (given: Awaited<ReturnType<typeof startCatchUp>>) => void][])(
  'creates new events once %s',
  async (_what, happen) => {
    const given = await startCatchUp()
    const { catchUp } = given
    const before = catchUp.snapshot()
    const reset = catchUp.reset()
    happen(given)
    expect(catchUp.snapshot()).not.toBe(before)
    expect(catchUp.reset()).not.toBe(reset)
  },
)

test('ends a subscription begun after the feed closed, without polling', async () => {
  const { time, dependencies, filter, polls } = await startCatchUp()
  const feed = createFeed<ImageBuilder>({
    ...dependencies,
    schedule: time.schedule,
    bookmarkIntervalMs: 60_000,
    maxQueued: 10,
  })
  const early = feed.subscribe('key', filter, { snapshot: false, after: undefined })
  const waiting = early.next()
  feed.close()
  const late = feed.subscribe('key', filter, { snapshot: true, after: undefined })
  const ended = { done: true, value: undefined }
  expect([await waiting, await late.next()]).toEqual([ended, ended])
  expect(polls()).toBe(1)
  expect(time.timers()).toBe(0)
})
