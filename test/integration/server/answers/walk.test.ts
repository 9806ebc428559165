import { expect, it } from 'vitest'
import { walkAnswers } from '../../../support/answers-walk.ts'

/** STEPS extends the walk, SEED repeats one. */
const STEPS = Number(process.env['STEPS'] ?? 80)
const SEED = Number(process.env['SEED'] ?? 1)

it('kept answers equal executed ones at no more AWS calls', async () => {
  const { outcomes, queries, mutations } = await walkAnswers(SEED, STEPS)
  const { hit = 0, outdated = 0 } = outcomes
  expect(hit).toBeGreaterThan(queries / 10)
  expect(outdated).toBeGreaterThan(0)
  expect(mutations).toBeGreaterThan(0)
}, 300_000)
