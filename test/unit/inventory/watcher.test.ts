import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWatcher } from '../../../src/inventory/watcher.ts'
import { createTestTime } from '../../support/gateway.ts'

/** Creates a watcher whose polls the test ends. */
function startWatcher(random = 0) {
  const time = createTestTime()
  const polls: {
    readonly whole: boolean
    readonly end: () => Promise<void>
    readonly fail: () => Promise<void>
  }[] = []
  const outcomes: unknown[] = []
  let isActive = false
  const watcher = createWatcher({
    ...time,
    intervals: { activeMs: 2_000, idleMs: 15_000, lingerMs: 5_000 },
    random: () => random,
    isActive: () => isActive,
    onOutcome: (outcome) => outcomes.push(typeof outcome === 'object' ? outcome.failures : outcome),
    poll(whole) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const settle = (settled: () => void) => async () => {
        settled()
        // Continuations of the poll run first.
        await setImmediate()
      }
      polls.push({ whole, end: settle(resolve), fail: settle(() => reject(new Error('no'))) })
      return promise
    },
  })
  return {
    time,
    watcher,
    polls,
    outcomes,
    setActive(active: boolean) {
      isActive = active
    },
  }
}

test('neither polls nor sets a timer before the first lease', () => {
  const { time, polls } = startWatcher()
  time.advance(3_600_000)
  expect(polls).toHaveLength(0)
  expect(time.timers()).toBe(0)
})

test('polls one at a time, faster while a resource is in transition', async () => {
  const { time, watcher, polls, setActive } = startWatcher()
  watcher.acquire()
  watcher.poke()
  time.advance(60_000)
  expect(polls).toHaveLength(1)
  // A poke during a poll triggers another one at once.
  await polls[0]?.end()
  time.advance(0)
  expect(polls).toHaveLength(2)
  await polls[1]?.end()
  time.advance(14_999)
  expect(polls).toHaveLength(2)
  time.advance(1)
  expect(polls).toHaveLength(3)
  setActive(true)
  await polls[2]?.end()
  time.advance(2_000)
  expect(polls.map(({ whole }) => whole)).toEqual([true, false, true, false])
})

test('backs off on failures, reports them and ends with one success', async () => {
  const { time, watcher, polls, outcomes } = startWatcher()
  watcher.acquire()
  for (const pauseMs of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const count = polls.length
    await polls.at(-1)?.fail()
    expect(watcher.isFresh()).toBe(false)
    expect(watcher.lastError()).toEqual(new Error('no'))
    time.advance(pauseMs - 1)
    expect(polls).toHaveLength(count)
    time.advance(1)
    expect(polls).toHaveLength(count + 1)
  }
  await polls.at(-1)?.end()
  expect(outcomes).toEqual([1, 2, 3, 4, 5, 6, 'recovered'])
  expect(watcher.isFresh()).toBe(true)
  expect(watcher.lastError()).toBeUndefined()
})

test('ignores a poll that ends after polling stopped', async () => {
  for (const how of ['end', 'fail'] as const) {
    const { time, watcher, polls, outcomes } = startWatcher()
    watcher.acquire()()
    time.advance(5_000)
    await polls[0]?.[how]()
    expect(time.timers()).toBe(0)
    time.advance(3_600_000)
    watcher.acquire()
    expect(watcher.isFresh()).toBe(false)
    expect(watcher.lastError()).toBeUndefined()
    expect(outcomes).toEqual([])
    expect(polls.map(({ whole }) => whole)).toEqual([true, true])
  }
})

test('reports that a failing poll stopped', async () => {
  const { time, watcher, polls, outcomes } = startWatcher()
  const release = watcher.acquire()
  await polls[0]?.fail()
  release()
  time.advance(5_000)
  expect(outcomes).toEqual([1, 'stopped while failing'])
})

test('serves a returning lease from the running poll and a new one', async () => {
  const { time, watcher, polls } = startWatcher()
  watcher.acquire()()
  time.advance(5_000)
  watcher.acquire()
  expect(polls).toHaveLength(1)
  await polls[0]?.end()
  expect(watcher.isFresh()).toBe(true)
  time.advance(0)
  expect(polls).toHaveLength(2)
})

test('jitters the backoff within the upper half of its bound', async () => {
  for (const [random, pauseMs] of [
    [0, 2_000],
    [0.5, 3_000],
    [0.999, 3_998],
  ] as const) {
    const { time, watcher, polls } = startWatcher(random)
    watcher.acquire()
    await polls[0]?.fail()
    time.advance(pauseMs - 1)
    expect(polls).toHaveLength(1)
    time.advance(1)
    expect(polls).toHaveLength(2)
  }
})

test('does not cut the backoff short on a poke while polls fail', async () => {
  const { time, watcher, polls } = startWatcher()
  watcher.acquire()
  await polls[0]?.fail()
  watcher.poke()
  time.advance(1_999)
  expect(polls).toHaveLength(1)
  time.advance(1)
  expect(polls).toHaveLength(2)
})

test('lingers after the last lease; a new lease keeps it running', async () => {
  const { time, watcher, polls } = startWatcher()
  const release = watcher.acquire()
  await polls[0]?.end()
  release()
  release()
  time.advance(4_999)
  const releaseAgain = watcher.acquire()
  time.advance(10_001)
  expect(polls).toHaveLength(2)
  await polls[1]?.end()
  releaseAgain()
  time.advance(5_000)
  expect(time.timers()).toBe(0)
  expect(watcher.isFresh()).toBe(false)
})

test('neither polls, reports nor sets timers after close', async () => {
  const { time, watcher, polls, outcomes } = startWatcher()
  const release = watcher.acquire()
  watcher.close()
  await polls[0]?.fail()
  release()
  watcher.acquire()
  watcher.poke()
  time.advance(3_600_000)
  expect(polls).toHaveLength(1)
  expect(outcomes).toEqual([])
  expect(watcher.isRunning()).toBe(false)
  expect(time.timers()).toBe(0)
})

test('cancels the linger of released leases on close', () => {
  const { time, watcher } = startWatcher()
  watcher.acquire()()
  watcher.close()
  expect(time.timers()).toBe(0)
})
