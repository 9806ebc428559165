import { renderFanOut } from '../live/fan-out.ts'
import type { Machine } from '../machine.ts'
import { formatNumber, formatTable } from '../table.ts'
import { COLD_LATENCY_MS, type ColdFigures } from './cold.ts'
import type { Comparison } from './comparison.ts'
import type { ContenderName } from './contenders.ts'
import type { Measurement, Rounds } from './rounds.ts'

const RIVALS: readonly ContenderName[] = ['node:http', 'mercurius + JIT', 'plain Yoga', 'SDK alone', 'before']

/** Renders all figures as Markdown tables, with the conditions of the run. */
export function renderComparison(
  { loads, cold, fanOut }: Comparison,
  machine: Machine,
  rounds: Rounds,
): string {
  const parts: string[] = []
  if (loads.length > 0) {
    parts.push(
      'The gateway, and its requests per second divided by those of the others:',
      renderRatios(loads),
    )
    parts.push('All servers:', renderServers(loads))
  }
  if (cold.length > 0) {
    parts.push(`Start and first query, AppStream takes ${COLD_LATENCY_MS} ms for a call:`, renderCold(cold))
  }
  if (fanOut.length > 0) parts.push('Subscribers of one image builder:', renderFanOut(fanOut))
  parts.push(describeRun(loads, machine, rounds))
  return parts.join('\n\n')
}

const FIGURES = ['p50 ms', 'p99 ms', 'CPU µs/request', 'RSS MB', 'AWS calls/request']

/** Renders one row per scenario: the gateway, and its throughput relative to the others. */
function renderRatios(loads: readonly Measurement[]): string {
  const rows = loads.filter(({ contender }) => contender === 'gateway')
  const rivals = RIVALS.filter((rival) => rows.some(({ ratios }) => ratios[rival] !== undefined))
  return formatTable(
    ['Scenario', 'Requests/s', ...rivals.map((rival) => `/ ${rival}`), ...FIGURES],
    rows.map((row) => [
      row.scenario,
      formatNumber(row.perSecond),
      ...rivals.map((rival) => formatNumber(row.ratios[rival])),
      ...figuresOf(row),
    ]),
  )
}

/** Renders one row per scenario and server. */
function renderServers(loads: readonly Measurement[]): string {
  return formatTable(
    ['Scenario', 'Server', 'Requests/s', ...FIGURES],
    loads.map((row) => [row.scenario, row.contender, formatNumber(row.perSecond), ...figuresOf(row)]),
  )
}

function figuresOf({ p50Ms, p99Ms, cpuMicros, rssBytes, callsPerRequest }: Measurement): string[] {
  return [p50Ms, p99Ms, cpuMicros, rssBytes / 2 ** 20, callsPerRequest].map(formatNumber)
}

function renderCold(rows: readonly ColdFigures[]): string {
  const start = ['Ready ms', 'CPU ms until ready', 'CPU ms until answered', 'RSS MB']
  return formatTable(
    ['First query', 'Server', ...start, 'First answer ms', 'AWS calls', 'AWS calls/later request'],
    rows.map((row) => [
      row.scenario,
      row.contender,
      ...[row.readyMs, row.readyCpuMs, row.answeredCpuMs, row.rssBytes / 2 ** 20].map(formatNumber),
      ...[row.firstMs, row.firstCalls, row.laterCalls].map(formatNumber),
    ]),
  )
}

function describeRun(loads: readonly Measurement[], machine: Machine, { rounds, ms }: Rounds): string {
  const { node, cores, cpu, load } = machine
  const busiest = Math.max(0, ...loads.map(({ loaderBusy }) => loaderBusy))
  return [
    `Node ${node} on ${cores} cores (${cpu}), load ${load.toFixed(2)} before the run, everything on one machine;`,
    `medians of ${rounds} interleaved rounds of ${ms / 1000} s; load generator at most ${Math.round(busiest * 100)} % busy.`,
  ].join('\n')
}
