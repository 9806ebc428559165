import { expect, test } from 'vitest'
import { createSharedRate } from '../../../../src/server/limits/shared-rate.ts'

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
