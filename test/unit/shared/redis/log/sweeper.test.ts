import { expect, test } from 'vitest'
import type { Engine } from '../../../../../src/shared/redis/engine/engine.ts'
import { createKeys } from '../../../../../src/shared/redis/engine/keys.ts'
import { createSweeper } from '../../../../../src/shared/redis/log/sweeper.ts'

const DAY_MS = 86_400_000

/** Sweeper of one journal, whose timers and engine the test controls. */
function setUp(maxAgeMs: number) {
  const planned: (() => void)[] = []
  const limits: number[] = []
  const answers: (() => void)[] = []
  const engine: Pick<Engine, 'run'> = {
    run: () => new Promise((resolve) => void answers.push(() => resolve([0, 0, 0]))),
  }
  const sweeper = createSweeper({
    engine,
    keys: createKeys('{asg:test}'),
    schedule: (_delayMs, run) => {
      planned.push(run)
      return () => {}
    },
    observer: {},
    bounds: { maxAgeMs, maxEntries: 100, maxBytes: 1000 },
    open: new Set([
      { name: 'journal', checkpointIfDue: async (limitMs: number) => void limits.push(limitMs) },
    ]),
  })
  return { sweeper, planned, limits, answers }
}

test.each([
  [600_000, 300_000],
  [60_000, 30_000],
  [DAY_MS, 300_000],
])('with a log of %i ms, state is saved after %i ms', async (maxAgeMs, expected) => {
  const { sweeper, planned, limits, answers } = setUp(maxAgeMs)
  sweeper.start()
  planned[0]?.()
  await expect.poll(() => answers.length).toBe(1)
  expect(limits).toEqual([expected])
})

test('a sweep that ends after the stop plans no other', async () => {
  const { sweeper, planned, answers } = setUp(600_000)
  sweeper.start()
  planned[0]?.()
  await expect.poll(() => answers.length).toBe(1)
  sweeper.stop()
  answers[0]?.()
  await new Promise((resolve) => setImmediate(resolve))
  expect(planned).toHaveLength(1)
})
