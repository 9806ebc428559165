import { expect, test } from 'vitest'
import { startStorm } from '../integration/schema/mutation/failing-upstream.ts'

const ROUNDS = 5

test.each([1, 2, 3, 4])(
  'runs 200 concurrent mutations once each while calls fail (seed %i)',
  async (seed) => {
    const options = { seed, mutations: 200, builders: 50 }
    const storm = await startStorm(options)
    await using workshop = storm.workshop
    for (let round = 0; round < ROUNDS; round++) {
      const report = await storm.round(options, round)
      console.info(`seed ${seed}, round ${round}:`, JSON.stringify(report))
      expect(report.failedCalls / report.calls).toBeGreaterThan(0.2)
      // Lets pending calls arrive and overlays expire.
      workshop.clock.advance(round % 2 === 0 ? 6_000 : 31_000)
    }
  },
)
