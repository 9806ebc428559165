import type { LoadResult } from '../load/load.ts'
import type { Loader } from '../load/loader.ts'
import { median } from '../load/quantile.ts'
import { cpuMicrosOf, rssBytesOf } from '../servers/usage.ts'
import type { ContenderName } from './contenders.ts'
import type { Scenario } from './scenarios.ts'
import type { Contender, Stage } from './stage.ts'

/** Result of one contender in one scenario: medians over the rounds. */
export interface Measurement {
  readonly scenario: string
  readonly contender: ContenderName
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** CPU time of the server per request, in microseconds. */
  readonly cpuMicros: number
  /** Resident memory after the last round, in bytes. */
  readonly rssBytes: number
  /** Calls that reached AppStream, per request. */
  readonly callsPerRequest: number
  /** Requests per second divided by those of each other contender in the same round. */
  readonly ratios: Readonly<Partial<Record<ContenderName, number>>>
  /** Largest busy share of the load generator. */
  readonly loaderBusy: number
}

/** Number and durations of the rounds. */
export interface Rounds {
  readonly rounds: number
  /** Duration of each contender's load in a round. */
  readonly ms: number
  /** Load before the first round, which compiles the code and loads the snapshots. */
  readonly warmUpMs: number
}

interface Slice extends LoadResult {
  readonly cpuMicros: number
  readonly calls: number
}

/** Applies a scenario's load to one contender after the other, in interleaved rounds: a drift of the machine hits all. */
export async function measureRounds(
  scenario: Scenario,
  { contenders, headers, appStream }: Stage,
  loader: Loader,
  { rounds, ms, warmUpMs }: Rounds,
): Promise<Measurement[]> {
  let firstNumber = 0

  async function measure({ name, url, pid, answer }: Contender, loadMs: number): Promise<Slice> {
    await appStream.clearCalls()
    const cpuBefore = cpuMicrosOf(pid)
    const load = {
      url,
      connections: scenario.connections,
      ms: loadMs,
      requests: { query: scenario.query, varies: scenario.varies, headers: [...headers] },
      firstNumber,
      expected: answer,
    }
    const result = await loader.apply(load).catch((cause: unknown) => {
      throw new Error(`${name} failed in the scenario "${scenario.name}".`, { cause })
    })
    firstNumber += result.requests
    const cpuMicros = (cpuMicrosOf(pid) - cpuBefore) / result.requests
    return { ...result, cpuMicros, calls: await appStream.countCalls() }
  }

  for (const contender of contenders) await measure(contender, warmUpMs)
  const slices = new Map<Contender, Slice[]>(contenders.map((contender) => [contender, []]))
  for (let round = 0; round < rounds; round++) {
    // The first of a round has a cooler machine, so the order changes.
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      slices.get(contender)?.push(await measure(contender, ms))
    }
  }
  return contenders.map((contender) => summarize(scenario, contender, slices))
}

function summarize(
  scenario: Scenario,
  contender: Contender,
  slices: ReadonlyMap<Contender, readonly Slice[]>,
): Measurement {
  const own = slices.get(contender) ?? []
  const ratios = Array.from(slices, ([other, others]) => {
    const ofRounds = own.map(({ perSecond }, round) => perSecond / (others[round]?.perSecond ?? Number.NaN))
    return [other.name, median(ofRounds)]
  })
  const medianOf = (figure: 'perSecond' | 'p50Ms' | 'p99Ms' | 'cpuMicros') =>
    median(own.map((slice) => slice[figure]))
  const sumOf = (figure: 'calls' | 'requests') => own.reduce((sum, slice) => sum + slice[figure], 0)
  return {
    scenario: scenario.name,
    contender: contender.name,
    perSecond: medianOf('perSecond'),
    p50Ms: medianOf('p50Ms'),
    p99Ms: medianOf('p99Ms'),
    cpuMicros: medianOf('cpuMicros'),
    rssBytes: rssBytesOf(contender.pid),
    callsPerRequest: sumOf('calls') / sumOf('requests'),
    ratios: Object.fromEntries(ratios),
    loaderBusy: Math.max(...own.map(({ loaderBusy }) => loaderBusy)),
  }
}
