import { expect, it } from 'vitest'
import { walkAnswers } from '../support/answers-walk.ts'

/** STEPS extends the walks. */
const STEPS = Number(process.env['STEPS'] ?? 400)

it.each([11, 12, 13])(
  'kept answers equal executed ones on a long walk (seed %i)',
  async (seed) => {
    const { outcomes, queries } = await walkAnswers(seed, STEPS)
    expect(outcomes['hit']).toBeGreaterThan(queries / 10)
  },
  600_000,
)
