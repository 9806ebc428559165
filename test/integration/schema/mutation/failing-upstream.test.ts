import { expect, test } from 'vitest'
import { startStorm } from './failing-upstream.ts'

const OPTIONS = { seed: 7, mutations: 60, builders: 15 }

test('runs 60 concurrent mutations once each while a third fail', async () => {
  const storm = await startStorm(OPTIONS)
  await using _ = storm.workshop
  const { answers, calls, failedCalls } = await storm.round(OPTIONS)
  expect(Object.values(answers).reduce((sum, count) => sum + count, 0)).toBe(60)
  expect(failedCalls / calls).toBeGreaterThan(0.15)
})
