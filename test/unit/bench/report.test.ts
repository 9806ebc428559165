import { tmpdir } from 'node:os'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { commitsOf } from '../../bench/commits.ts'
import type { ColdFigures } from '../../bench/comparison/cold.ts'
import type { Comparison } from '../../bench/comparison/comparison.ts'
import type { ContenderName } from '../../bench/comparison/contenders.ts'
import { renderComparison } from '../../bench/comparison/report.ts'
import type { Measurement } from '../../bench/comparison/rounds.ts'
import { parseOptions } from '../../bench/options.ts'

const commits = { gateway: 'abc1234', before: undefined }
const machine = { node: 'v24.0.0', cores: 2, cpu: 'CPU', load: 0.5 }
const rounds = { rounds: 3, ms: 1000, warmUpMs: 1500 }
const conditions = { commits, machine, rounds }

function measurement(contender: ContenderName, ratios: Measurement['ratios']): Measurement {
  return {
    scenario: 'same query',
    contender,
    perSecond: 12_345.6,
    p50Ms: 0.314,
    p99Ms: 1.26,
    cpuMicros: 25.4,
    rssBytes: 200 * 2 ** 20,
    callsPerRequest: 0,
    ratios,
    loaderBusy: 0.42,
  }
}

const cold: ColdFigures = {
  contender: 'gateway',
  scenario: '25 builders and images',
  readyMs: 700,
  readyCpuMs: 800,
  answeredCpuMs: 850,
  rssBytes: 2 ** 27,
  firstCalls: 2,
  firstMs: 90,
  laterCalls: 0,
}

const fanOut = {
  subscribers: 2000,
  sockets: 40,
  rounds: 21,
  eventsPerSecond: 20_000,
  cpuMicros: 12,
  firstMs: 10,
  lastMs: 100,
  heapBytes: 7_100,
  rssBytes: 9_000,
  callsPerMinute: 24,
}

test('shows the gateway relative to the servers that were measured', () => {
  const loads = [
    measurement('gateway', { gateway: 1, 'node:http': 0.571, 'mercurius + JIT': 1.32 }),
    measurement('node:http', {}),
  ]
  const text = renderComparison({ loads, cold: [], fanOut: [] }, conditions)

  expect(text).toContain('| Scenario | Requests/s | / node:http | / mercurius + JIT | p50 ms |')
  expect(text).toContain('| same query | 12,346 | 0.57 | 1.3 | 0.31 | 1.3 | 25 | 200 | 0 |')
  expect(text).toContain('| same query | node:http | 12,346 | 0.31 | 1.3 | 25 | 200 | 0 |')
  expect(text).toContain(
    'Requests: medians of 3 interleaved rounds of 1 s; load generator at most 42 % busy.',
  )
})

test('shows starts, first queries and subscribers', () => {
  const comparison: Comparison = { loads: [], cold: [cold], fanOut: [['gateway', fanOut]] }
  const text = renderComparison(comparison, conditions)

  expect(text).toContain('| 25 builders and images | gateway | 700 | 800 | 850 | 128 | 90 | 2 | 0 |')
  expect(text).toContain('| gateway | 2,000 | 40 | 20,000 | 12 | 10 | 100 | 7,100 | 9,000 | 24 |')
  expect(text).toContain('Subscribers: 21 rounds of one event each.')
  expect(text).not.toContain('Requests:')
})

test('names the commits that it compares', () => {
  const comparison: Comparison = { loads: [], cold: [cold], fanOut: [] }
  const against = { ...conditions, commits: { gateway: 'abc1234', before: 'def5678' } }

  expect(renderComparison(comparison, conditions)).toMatch(/^The gateway is that of commit abc1234\.\n/)
  expect(renderComparison(comparison, against)).toContain(
    '"before" is commit def5678, given with `--against`.',
  )
})

test('reads the commits of both checkouts', () => {
  const here = new URL('../../../', import.meta.url)
  const { gateway, before } = commitsOf(here)

  expect(gateway).toMatch(/^([0-9a-f]{7,}(-dirty)?|unknown)$/)
  expect(before).toBe(gateway)
  expect(commitsOf(pathToFileURL(tmpdir())).before).toBe('unknown')
})

test('runs the comparison unless another group is named', () => {
  expect(parseOptions([])?.groups).toEqual(new Set(['comparison']))
  expect(parseOptions(['--replicas', '--fan-out'])?.groups).toEqual(new Set(['fan-out', 'replicas']))
})

test.each([
  [['--seconds', '0'], '--seconds must be from 0.05 to 600, got "0".'],
  [['--rounds', '1.5'], '--rounds must be a whole number, got "1.5".'],
  [['--subscribers', '100,'], '--subscribers must be from 1 to 100000, got "".'],
  [['--fast'], "Unknown option '--fast'"],
])('rejects the options %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message)
})
