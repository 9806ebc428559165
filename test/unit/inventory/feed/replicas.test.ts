import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCollection } from '../../../../src/inventory/collection/collection.ts'
import { createFeed } from '../../../../src/inventory/feed/feed.ts'
import { decodePosition, encodePosition } from '../../../../src/inventory/feed/position.ts'
import type { Subscriber } from '../../../../src/inventory/feed/subscriber.ts'
import type { FeedSource } from '../../../../src/inventory/feed/subscription.ts'
import type { ImageBuilder } from '../../../../src/schema/image-builder/kind.ts'
import { createTestTime } from '../../../support/gateway.ts'
import { createReplicaNetwork } from '../../../support/replicas/network/network.ts'
import type { TestReplica } from '../../../support/replicas/network/replica.ts'

function builder(name: string, State: string): ImageBuilder {
  return { kind: 'ImageBuilder', arn: name, name, aws: { Name: name, State } } as unknown as ImageBuilder
}

/** Creates the feed of a replica over one listed collection. */
async function startFeed() {
  const time = createTestTime()
  const network = createReplicaNetwork(time.clock)
  const shared = network.join()
  const { sequence } = shared
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
  const watcher = { acquire: () => () => {}, poke: () => {}, isFresh: () => true, lastError: () => undefined }
  const source = { target: {}, collections: [collection], watcher } as unknown as FeedSource<ImageBuilder>
  const feed = createFeed<ImageBuilder>({
    shared,
    clock: time.clock,
    sequence,
    schedule: time.schedule,
    bookmarkIntervalMs: 60_000,
    maxQueued: 10,
  })
  const filter = { sources: [source], matchesChange: () => true, matchesItem: () => true }
  return {
    time,
    network,
    shared,
    subscribe: (start: { readonly snapshot?: boolean; readonly after?: string }) =>
      feed.subscribe('key', filter, {
        snapshot: start.snapshot ?? false,
        after: start.after === undefined ? undefined : decodePosition(start.after),
      }),
    see: (State: string) =>
      collection.observe('a', {
        item: builder('a', State),
        sequence: sequence.next(),
        observedAt: time.clock.now(),
      }),
  }
}

/** Lets the deliveries of a feed happen. */
async function deliver() {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}

async function take(subscriber: Subscriber<ImageBuilder>, count: number) {
  const kinds: unknown[] = []
  let cursor = ''
  for (let index = 0; index < count; index++) {
    const { value } = await subscriber.next()
    kinds.push(value?.item === undefined ? value?.kind : [value.kind, value.item.aws.State])
    cursor = value?.cursor ?? ''
  }
  return { kinds, cursor }
}

/** Commits something unrelated, as another collection does. */
async function commitAnything(replica: TestReplica) {
  const machine = {
    apply: () => {},
    encode: () => ({ delta: null }),
    decode: () => true,
    save: () => null,
    restore: () => {},
  }
  await replica.journal('other', machine).propose(() => true, { isWrite: true })
}

test('replaced state resets only subscribers that hold state', async () => {
  const { subscribe, see, shared } = await startFeed()
  const holder = subscribe({ snapshot: true })
  const live = subscribe({})
  expect((await take(holder, 2)).kinds).toEqual([['SNAPSHOT', 'STOPPED'], 'SYNCED'])
  shared.reset()
  await deliver()
  expect((await take(holder, 3)).kinds).toEqual(['RESET', ['SNAPSHOT', 'STOPPED'], 'SYNCED'])
  see('PENDING')
  for (const subscriber of [holder, live]) {
    expect((await take(subscriber, 1)).kinds).toEqual([['STATE_CHANGED', 'PENDING']])
  }
})

test('discards queued events of replaced state', async () => {
  const { subscribe, see, shared } = await startFeed()
  const holder = subscribe({ snapshot: true })
  await take(holder, 2)
  see('PENDING')
  await deliver()
  await see('RUNNING')
  shared.reset()
  await deliver()
  expect((await take(holder, 3)).kinds).toEqual(['RESET', ['SNAPSHOT', 'RUNNING'], 'SYNCED'])
})

test('resumes a cursor of an included commit; resets after data loss', async () => {
  const { subscribe, see, shared, network } = await startFeed()
  await commitAnything(shared)
  const { cursor } = await take(subscribe({ snapshot: true }), 2)
  expect(decodePosition(cursor)?.commit).toEqual(shared.position())
  see('PENDING')
  await deliver()
  const resumed = await take(subscribe({ after: cursor }), 1)
  expect(resumed.kinds).toEqual([['STATE_CHANGED', 'PENDING']])
  network.flush()
  for (let commit = 0; commit < 3; commit++) await commitAnything(shared)
  for (const lost of [cursor, resumed.cursor]) {
    expect((await take(subscribe({ after: lost }), 1)).kinds).toEqual(['RESET'])
  }
})

test('resets cursors of the format of a single process', async () => {
  const { subscribe } = await startFeed()
  const commit = { epoch: 'a process', number: 0, nonce: '' }
  const cursor = encodePosition({ commit, versions: { builders: 0 } })
  expect((await take(subscribe({ after: cursor }), 1)).kinds).toEqual(['RESET'])
})

test('waits for the commit of a cursor that another replica applied first', async () => {
  const { subscribe, network, shared, time } = await startFeed()
  await commitAnything(shared)
  const { cursor } = await take(subscribe({ snapshot: true }), 2)
  shared.pause()
  const other = network.join()
  await commitAnything(other)
  const ahead = encodePosition({ commit: other.position(), versions: decodePosition(cursor)?.versions })
  const resumed = subscribe({ after: ahead })
  await deliver()
  shared.resume()
  time.advance(20)
  await deliver()
  time.advance(60_000)
  expect((await take(resumed, 1)).kinds).toEqual(['SYNCED'])
})

test('resets a cursor whose commit does not arrive within a second', async () => {
  const { subscribe, network, shared, time } = await startFeed()
  shared.pause()
  const other = network.join()
  await commitAnything(other)
  const ahead = encodePosition({ commit: other.position(), versions: { builders: 0 } })
  const resumed = subscribe({ after: ahead })
  await deliver()
  time.advance(1_000)
  expect((await take(resumed, 1)).kinds).toEqual(['RESET'])
})
