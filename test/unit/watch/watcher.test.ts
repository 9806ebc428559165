import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWatcher } from '../../../src/inventory/watcher.ts'
import { createTestTime } from '../../support/gateway.ts'

/** A watcher whose polls end when the test says so. */
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
        // What waits for the poll goes on first.
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

test('nothing is polled and no timer is set before somebody acquires a lease', () => {
  const { time, polls } = startWatcher()
  time.advance(3_600_000)
  expect(polls).toHaveLength(0)
  expect(time.timers()).toBe(0)
})

test('polls come at the idle interval, at the active one while something is in transition, and one at a time', async () => {
  const { time, watcher, polls, setActive } = startWatcher()
  watcher.acquire()
  watcher.poke()
  time.advance(60_000)
  expect(polls).toHaveLength(1)
  // Poked while it polled: once more, at once.
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

test('failures back off, are told, and end with one success', async () => {
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

test('a poll that ends after polling stopped is no news: not fresh hours later, nothing told, no timer set', async () => {
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

test('polling that stops while it fails is told: nobody is to believe that it fails for ever', async () => {
  const { time, watcher, polls, outcomes } = startWatcher()
  const release = watcher.acquire()
  await polls[0]?.fail()
  release()
  time.advance(5_000)
  expect(outcomes).toEqual([1, 'stopped while failing'])
})

test('who comes back while the poll of before is under way is served by it, and by another at once', async () => {
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

test('the pause after a failure is somewhere in the upper half of the longest, so that many gateways do not return at once', async () => {
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

test('a poke while polls fail does not cut the backoff short', async () => {
  const { time, watcher, polls } = startWatcher()
  watcher.acquire()
  await polls[0]?.fail()
  watcher.poke()
  time.advance(1_999)
  expect(polls).toHaveLength(1)
  time.advance(1)
  expect(polls).toHaveLength(2)
})

test('after the last lease it goes on for the linger, and a new lease keeps it', async () => {
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

test('once closed, it neither polls nor reports, and sets no timer', async () => {
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

test('closing cancels the linger of released leases', () => {
  const { time, watcher } = startWatcher()
  watcher.acquire()()
  watcher.close()
  expect(time.timers()).toBe(0)
})
