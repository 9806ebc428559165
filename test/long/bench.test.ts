import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { coldScenarios, scenarios } from '../bench/comparison/scenarios.ts'

const MAIN = fileURLToPath(new URL('../bench/main.ts', import.meta.url))
const TIMEOUT_MS = 900_000
/** Durations too short for figures to be meaningful: the test is that everything runs and answers correctly. */
const TINY = ['--quick', '--seconds', '0.05', '--rounds', '1', '--subscribers', '20', '--json']

const figure = z.number().nonnegative()
const figures = z.object({
  loads: z.array(z.object({ scenario: z.string(), contender: z.string(), perSecond: figure.positive() })),
  cold: z.array(z.object({ scenario: z.string(), contender: z.string(), firstCalls: figure })),
  fanOut: z.array(z.tuple([z.string(), z.object({ eventsPerSecond: figure.positive() })])),
})

test(
  'measures every scenario with every server, and prints a row for each',
  async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...TINY])
    const { loads, cold, fanOut } = figures.parse(JSON.parse(stdout))

    // Without --against, there is no gateway of another checkout.
    const expected = scenarios.flatMap(({ name, contenders }) =>
      contenders.filter((contender) => contender !== 'before').map((contender) => [name, contender]),
    )
    expect(loads.map(({ scenario, contender }) => [scenario, contender])).toEqual(expected)
    for (const row of expected) expect(stderr).toContain(`| ${row.join(' | ')} |`)
    for (const { name } of coldScenarios) expect(stderr).toContain(`| ${name} | gateway |`)
    expect(cold.filter(({ contender }) => contender === 'gateway')).toHaveLength(coldScenarios.length)
    expect(fanOut.map(([server]) => server)).toEqual(['gateway'])
  },
  TIMEOUT_MS,
)

test('lists the scenarios if --only matches none', async () => {
  const run = promisify(execFile)(process.execPath, [MAIN, '--only', 'same querry'])

  await expect(run).rejects.toThrow(/Unknown scenario same querry; use: same query; .*cold; fan-out/)
})
