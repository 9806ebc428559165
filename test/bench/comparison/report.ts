import type { Commits } from '../commits.ts'
import { renderFanOut } from '../live/fan-out.ts'
import type { Machine } from '../machine.ts'
import { formatNumber, formatTable } from '../table.ts'
import { COLD_LATENCY_MS, type ColdFigures } from './cold.ts'
import type { Comparison } from './comparison.ts'
import type { ContenderName } from './contenders.ts'
import type { Measurement, Rounds } from './rounds.ts'

const RIVALS: readonly ContenderName[] = ['node:http', 'mercurius + JIT', 'plain Yoga', 'SDK alone', 'before']

/** Conditions of a run. */
export interface Conditions {
  readonly commits: Commits
  readonly machine: Machine
  readonly rounds: Rounds
}

/** Renders all figures as Markdown tables, with the conditions of the run. */
export function renderComparison(comparison: Comparison, conditions: Conditions): string {
  const { loads, cold, fanOut } = comparison
  const parts: string[] = [describeCommits(conditions.commits)]
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
  parts.push(describeRun(comparison, conditions))
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

function describeCommits({ gateway, before }: Commits): string {
  const own = `The gateway is that of commit ${gateway}.`
  return before === undefined ? own : `${own} "before" is commit ${before}, given with \`--against\`.`
}

function describeRun({ loads, fanOut }: Comparison, { machine, rounds: { rounds, ms } }: Conditions): string {
  const { node, cores, cpu, load } = machine
  const lines = [
    `Node ${node} on ${cores} cores (${cpu}), load ${load.toFixed(2)} before the run, everything on one machine.`,
  ]
  if (loads.length > 0) {
    const busiest = Math.round(100 * Math.max(...loads.map(({ loaderBusy }) => loaderBusy)))
    lines.push(
      `Requests: medians of ${rounds} interleaved rounds of ${ms / 1000} s; load generator at most ${busiest} % busy.`,
    )
  }
  const [measured] = fanOut
  if (measured !== undefined) lines.push(`Subscribers: ${measured[1].rounds} rounds of one event each.`)
  return lines.join('\n')
}
