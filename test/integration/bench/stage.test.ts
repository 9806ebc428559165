import { expect, test } from 'vitest'
import { type Scenario, scenarios } from '../../bench/comparison/scenarios.ts'
import { openStage } from '../../bench/comparison/stage.ts'
import { startIssuer } from '../../support/issuer.ts'

function find(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  return scenario
}

test('gateway and peers answer a scenario with equal bytes', async () => {
  await using issuer = await startIssuer()
  const names = ['gateway', 'node:http', 'mercurius + JIT', 'plain Yoga'] as const
  await using stage = await openStage(find('new variables'), { names, against: undefined, issuer })

  expect(stage.contenders.map(({ name }) => name)).toEqual(names)
  expect(new Set(stage.contenders.map(({ answer }) => answer)).size).toBe(1)
})

test('rejects a contender whose answer differs from the expected one', async () => {
  await using issuer = await startIssuer()
  const scenario = { ...find('same query'), expected: { data: { imageBuilders: { nodes: [] } } } }
  const stage = openStage(scenario, { names: ['plain Yoga'], against: undefined, issuer })

  await expect(stage).rejects.toThrow('plain Yoga answers "same query" differently')
})
