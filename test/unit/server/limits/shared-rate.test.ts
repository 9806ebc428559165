import { expect, test } from 'vitest'
import { createSharedRate } from '../../../../src/server/limits/shared-rate.ts'
import type { SharedCounts } from '../../../../src/shared/peers.ts'

/** Creates a rate limiter of 100 operations a minute, whose flushes a test runs itself. */
function createRate({ replicas, counter }: { replicas: number; counter: SharedCounts['counter'] }) {
  const flushes: (() => void)[] = []
  const rate = createSharedRate({
    limit: 100,
    windowS: 60,
    clock: { now: () => 0 },
    schedule(_delayMs, run) {
      flushes.push(run)
      return () => {}
    },
    counts: { isAvailable: () => true, count: () => replicas, counter },
  })
  return { rate, flush: () => flushes.shift()?.() }
}

test('admits less than a fifth of the limit while the engine does not answer', async () => {
  const { promise: hanging, reject } = Promise.withResolvers<never>()
  const { rate, flush } = createRate({ replicas: 2, counter: () => () => hanging })
  let admitted = 0
  const running: Promise<unknown>[] = []
  for (let sent = 0; sent < 50; sent++) {
    running.push(rate('jane').then(() => admitted++))
    await new Promise(setImmediate)
    flush()
  }
  // The share of this replica, one of two, is 10.
  expect(admitted).toBe(9)
  reject(new Error('no answer'))
  await Promise.all(running)
})

test('counts operations again whose flush failed', async () => {
  const counted: number[] = []
  let isFailing = true
  const { rate, flush } = createRate({
    replicas: 1,
    counter: () => async (_caller, operations) => {
      if (isFailing) throw new Error('no answer')
      counted.push(operations)
      return { consumed: operations, resetMs: 60_000 }
    },
  })
  await rate('jane')
  await rate('jane')
  flush()
  // The rejection passes through a few promises, none of which waits for anything.
  await new Promise(setImmediate)
  isFailing = false
  await rate('jane')
  flush()
  expect(counted).toEqual([3])
})
