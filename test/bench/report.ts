import { availableParallelism, cpus, loadavg } from 'node:os'
import type { LoadResult } from './load.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { plainName } from './stage.ts'

/** What one contender did with one scenario under one load. */
export interface Measurement extends LoadResult {
  readonly contender: string
  readonly scenario: ScenarioName
  readonly latencyMs: number
  readonly concurrency: number
  /** Calls that reached AppStream, for each request. */
  readonly upstreamCallsPerRequest: number
}

/** Where, and with what, a run was made. */
export interface Machine {
  readonly node: string
  readonly cores: number
  readonly cpu: string
  /** The load average over one minute, before the run. */
  readonly load: number
}

/** This machine, now. */
export function describeMachine(): Machine {
  return {
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    load: loadavg()[0] ?? 0,
  }
}

/** The results as Markdown, a table for each latency. */
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

/** The script over the SDK makes its own load: it is meant to be busy. */
function isOwnLoad(contender: string): boolean {
  return contender === 'SDK alone'
}

/** Two digits, or all of those before the point. */
function round(value: number): string {
  if (value === 0) return '0'
  return Math.abs(value) >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)))
}
