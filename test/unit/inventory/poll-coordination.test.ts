import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { UpstreamError } from '../../../src/appstream/errors/exceptions.ts'
import { createPollCoordination } from '../../../src/inventory/poll-coordination.ts'
import { createWatcher } from '../../../src/inventory/watcher.ts'
import { createTestTime } from '../../support/gateway.ts'
import { createReplicaNetwork } from '../../support/replicas/network/network.ts'

const intervals = { activeMs: 2_000, idleMs: 15_000, lingerMs: 5_000 }

/** Creates replicas whose polls succeed at once and count, until `fail` gives them an error. */
function startReplicas(count: number) {
  const time = createTestTime()
  const network = createReplicaNetwork(time.clock)
  let listedAt: number | undefined
  let error: unknown
  const replicas = Array.from({ length: count }, () => {
    const shared = network.join()
    const polls: boolean[] = []
    const outcomes: unknown[] = []
    const watcher = createWatcher({
      ...time,
      intervals,
      random: () => 0,
      isActive: () => false,
      onOutcome: (outcome) => outcomes.push(typeof outcome === 'object' ? outcome.failures : outcome),
      async poll(whole) {
        polls.push(whole)
        if (error !== undefined) throw error
        listedAt = time.clock.now()
      },
      coordinate: (onGained) =>
        createPollCoordination({
          key: 'one/images',
          shared,
          clock: time.clock,
          intervals,
          listedAt: () => listedAt,
          onGained,
        }),
    })
    return { shared, watcher, polls, outcomes }
  })
  return {
    replicas,
    network,
    /** Lets continuations run, then the timers of this time. */
    async advance(ms: number) {
      await setImmediate()
      time.advance(ms)
      await setImmediate()
    },
    fail(reason: unknown) {
      error = reason
    },
    /** Records a listing by a reader. */
    list() {
      listedAt = time.clock.now()
    },
    polls: () => replicas.map(({ polls }) => polls.length),
  }
}

test('only one of three replicas polls, and all count as fresh', async () => {
  const { replicas, advance, polls } = startReplicas(3)
  for (const { watcher } of replicas) watcher.acquire()
  await advance(0)
  expect(polls()).toEqual([1, 0, 0])
  for (let minute = 0; minute < 4; minute++) await advance(15_000)
  expect(polls()).toEqual([5, 0, 0])
  expect(replicas.map(({ watcher }) => watcher.isFresh())).toEqual([true, true, true])
})

test('another replica polls at once when the holder stops', async () => {
  const { replicas, advance, polls } = startReplicas(2)
  const [first, second] = replicas
  const release = first?.watcher.acquire()
  second?.watcher.acquire()
  await advance(15_000)
  release?.()
  await advance(5_000)
  expect(polls()).toEqual([2, 1])
  await advance(15_000)
  expect(polls()).toEqual([2, 2])
  expect(replicas.map(({ watcher }) => watcher.isFresh())).toEqual([true, true])
})

test('stops being fresh everywhere when the last subscriber leaves', async () => {
  const { replicas, advance } = startReplicas(2)
  const [first, second] = replicas
  const release = first?.watcher.acquire()
  second?.watcher.isFresh()
  await advance(0)
  expect(replicas.map(({ watcher }) => watcher.isFresh())).toEqual([true, true])
  release?.()
  await advance(5_000)
  expect(replicas.map(({ watcher }) => watcher.isFresh())).toEqual([false, false])
})

test('becomes stale if the poller dies while others list', async () => {
  const { replicas, advance, list } = startReplicas(2)
  const [first, second] = replicas
  first?.watcher.acquire()
  second?.watcher.isFresh()
  await advance(0)
  await first?.shared.stop()
  for (let interval = 0; interval < 4; interval++) {
    await advance(15_000)
    list()
  }
  expect(second?.watcher.isFresh()).toBe(true)
  await advance(1)
  expect(second?.watcher.isFresh()).toBe(false)
})

test('another replica polls at once when the holder disappears', async () => {
  const { replicas, advance, polls } = startReplicas(2)
  for (const { watcher } of replicas) watcher.acquire()
  await advance(0)
  await replicas[0]?.shared.stop()
  await advance(0)
  expect(polls()).toEqual([1, 1])
})

test('becomes stale everywhere after two intervals without a listing', async () => {
  const { replicas, advance } = startReplicas(2)
  const [first, second] = replicas
  const release = first?.watcher.acquire()
  await advance(0)
  second?.watcher.acquire()
  // Another replica holds the lease, but has stopped polling.
  first?.watcher.close()
  release?.()
  await second?.shared.stop()
  await advance(30_001)
  expect(second?.watcher.isFresh()).toBe(false)
})

test('reports the failure and recovery of a poll at every replica', async () => {
  const { replicas, advance, fail, polls } = startReplicas(2)
  for (const { watcher } of replicas) watcher.acquire()
  fail(new UpstreamError('DescribeImages', Object.assign(new Error('no'), { name: 'AccessDeniedException' })))
  await advance(0)
  for (const { watcher } of replicas) {
    expect(watcher.isFresh()).toBe(false)
    expect(watcher.lastError()).toMatchObject({
      name: 'UpstreamError',
      code: 'UPSTREAM_ACCESS_DENIED',
      exception: 'AccessDeniedException',
      message: expect.stringContaining('DescribeImages (AccessDeniedException)'),
    })
  }
  fail(undefined)
  await advance(2_000)
  expect(replicas.map(({ watcher }) => [watcher.isFresh(), watcher.lastError()])).toEqual([
    [true, undefined],
    [true, undefined],
  ])
  expect(replicas.map(({ outcomes }) => outcomes)).toEqual([[1, 'recovered'], []])
  expect(polls()).toEqual([2, 0])
})

test('reports a recovery after the failing replica was replaced', async () => {
  const { replicas, advance, fail } = startReplicas(2)
  for (const { watcher } of replicas) watcher.acquire()
  fail(new Error('internal'))
  await advance(0)
  expect(replicas[1]?.watcher.lastError()).toEqual(
    new Error('Unexpected error at another replica; see its log.'),
  )
  fail(undefined)
  await replicas[0]?.shared.stop()
  await advance(0)
  expect(replicas[1]?.outcomes).toEqual(['recovered'])
  expect(replicas[1]?.watcher.lastError()).toBeUndefined()
})

test('does not poll on the first lease if a listing arrived meanwhile', async () => {
  const { replicas, advance, list, polls } = startReplicas(1)
  replicas[0]?.watcher.acquire()
  list()
  await advance(0)
  expect(polls()).toEqual([0])
  expect(replicas[0]?.watcher.isFresh()).toBe(true)
  await advance(15_000)
  expect(polls()).toEqual([1])
})

test('commits one of two polls at most while they keep succeeding', async () => {
  const { replicas, advance, network } = startReplicas(2)
  for (const { watcher } of replicas) watcher.acquire()
  await advance(0)
  const commits = network.commits()
  for (let minute = 0; minute < 4; minute++) await advance(15_000)
  expect(network.commits()).toBe(commits + 2)
})
