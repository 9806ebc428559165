import { expect, test } from 'vitest'
import { createSharedRate } from '../../../../src/server/limits/shared-rate.ts'

test('admits less than a fifth of the limit while the engine does not answer', async () => {
  const flushes: (() => void)[] = []
  const { promise: hanging, reject } = Promise.withResolvers<never>()
  const rate = createSharedRate({
    limit: 100,
    windowS: 60,
    clock: { now: () => 0 },
    schedule(_delayMs, run) {
      flushes.push(run)
      return () => {}
    },
    counts: { isAvailable: () => true, count: () => 2, counter: () => () => hanging },
  })
  let admitted = 0
  const running: Promise<unknown>[] = []
  for (let sent = 0; sent < 50; sent++) {
    running.push(rate('jane').then(() => admitted++))
    await new Promise(setImmediate)
    flushes.shift()?.()
  }
  // The share of this replica, one of two, is 10.
  expect(admitted).toBe(9)
  reject(new Error('no answer'))
  await Promise.all(running)
})

test('counts operations again whose flush failed', async () => {
  const flushes: (() => void)[] = []
  const counted: number[] = []
  let isFailing = true
  const rate = createSharedRate({
    limit: 100,
    windowS: 60,
    clock: { now: () => 0 },
    schedule(_delayMs, run) {
      flushes.push(run)
      return () => {}
    },
    counts: {
      isAvailable: () => true,
      count: () => 1,
      counter: () => async (_caller, operations) => {
        if (isFailing) throw new Error('no answer')
        counted.push(operations)
        return { consumed: operations, resetMs: 60_000 }
      },
    },
  })
  await rate('jane')
  await rate('jane')
  flushes.shift()?.()
  // The rejection passes through a few promises, none of which waits for anything.
  await new Promise(setImmediate)
  isFailing = false
  await rate('jane')
  flushes.shift()?.()
  expect(counted).toEqual([3])
})
