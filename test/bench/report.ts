import { availableParallelism, cpus, loadavg } from 'node:os'
import { plainName } from './environment.ts'
import type { LoadResult } from './load.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

/** Result of one contender in one scenario under one load. */
export interface Measurement extends LoadResult {
  readonly contender: string
  readonly scenario: ScenarioName
  readonly latencyMs: number
  readonly concurrency: number
  /** Calls that reached AppStream, per request. */
  readonly upstreamCallsPerRequest: number
}

/** Machine and software of a run. */
export interface Machine {
  readonly node: string
  readonly cores: number
  readonly cpu: string
  /** Load average over one minute before the run. */
  readonly load: number
}

/** Describes this machine. */
export function describeMachine(): Machine {
  return {
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    load: loadavg()[0] ?? 0,
  }
}

/** Renders the results as Markdown, one table per latency. */
export function renderTables(
  measurements: readonly Measurement[],
  machine: Machine,
  seconds: number,
): string {
  const tables = Map.groupBy(measurements, ({ latencyMs }) => latencyMs)
  const busiest = Math.max(...measurements.map(({ contender, busy }) => (isOwnLoad(contender) ? 0 : busy)))
  return [
    ...[...tables].flatMap(([latencyMs, rows]) => [renderTable(latencyMs, rows), '']),
    ...scenarios.map(({ name, query }) => `${name}: \`${query.replaceAll(/\s+/g, ' ')}\`<br>`),
    `Node ${machine.node} on ${machine.cores} cores (${machine.cpu}), load ${machine.load.toFixed(2)} before;`,
    `${seconds} s each, everything on one machine; load generator at most ${Math.round(busiest * 100)} % busy.`,
  ].join('\n')
}

function renderTable(latencyMs: number, rows: readonly Measurement[]): string {
  return [
    `| Read, AppStream taking ${latencyMs} ms | Clients | By | Requests/s | p50 ms | p99 ms | AWS calls/request | Against plain |`,
    '| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => {
      const figures = [round(row.perSecond), round(row.p50Ms), round(row.p99Ms)]
      const cells = [
        row.scenario,
        row.concurrency,
        row.contender,
        ...figures,
        round(row.upstreamCallsPerRequest),
        ratio(row, rows),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ].join('\n')
}

function ratio(row: Measurement, rows: readonly Measurement[]): string {
  const plain = rows.find(
    ({ contender, scenario, concurrency }) =>
      contender === plainName && scenario === row.scenario && concurrency === row.concurrency,
  )
  return plain === undefined ? '' : `${round(row.perSecond / plain.perSecond)}×`
}

/** Returns true for the SDK script, which generates its own load and is expected to be busy. */
function isOwnLoad(contender: string): boolean {
  return contender === 'SDK alone'
}

/** Rounds to two significant digits, or to an integer. */
function round(value: number): string {
  if (value === 0) return '0'
  return Math.abs(value) >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)))
}
