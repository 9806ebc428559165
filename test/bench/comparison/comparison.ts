import { startIssuer } from '../../support/issuer.ts'
import { type FanOut, type FanOutOptions, measureFanOut } from '../live/fan-out.ts'
import { startLoader } from '../load/loader.ts'
import { type ColdFigures, measureCold } from './cold.ts'
import type { ContenderName } from './contenders.ts'
import { type Measurement, measureRounds, type Rounds } from './rounds.ts'
import { scenarios } from './scenarios.ts'
import { openStage } from './stage.ts'

/** Scope of the comparison. */
export interface ComparisonOptions extends Rounds {
  /** Parts whose names contain one of these; all if empty. */
  readonly only: readonly string[]
  /** Checkout to compare with. */
  readonly against: URL | undefined
  /** Maximum number of starts of each server. */
  readonly maxStarts: number
  readonly fanOut: Pick<FanOutOptions, 'subscribers' | 'rounds'>
  readonly onProgress: (part: string) => void
}

/** Figures of the gateway next to those of other servers. */
export interface Comparison {
  readonly loads: readonly Measurement[]
  readonly cold: readonly ColdFigures[]
  readonly fanOut: readonly (readonly [gateway: string, figures: FanOut])[]
}

const SERVERS: readonly ContenderName[] = [
  'gateway',
  'node:http',
  'mercurius + JIT',
  'plain Yoga',
  'SDK alone',
]

/** Names of the parts that are not loads. */
const COLD = 'cold'
const FAN_OUT = 'fan-out'

/** Measures the gateway and the other servers in the chosen scenarios. */
export async function compare(options: ComparisonOptions): Promise<Comparison> {
  const { only, against, onProgress } = options
  const parts = [...scenarios.map(({ name }) => name), COLD, FAN_OUT]
  const unknown = only.filter((text) => !parts.some((part) => part.includes(text)))
  if (unknown.length > 0) throw new Error(`Unknown scenario ${unknown.join(', ')}; use: ${parts.join('; ')}.`)
  const isChosen = (part: string) => only.length === 0 || only.some((text) => part.includes(text))
  const names = against === undefined ? SERVERS : [...SERVERS, 'before' as const]

  await using issuer = await startIssuer()
  await using loader = await startLoader()
  const loads: Measurement[] = []
  for (const scenario of scenarios.filter(({ name }) => isChosen(name))) {
    onProgress(scenario.name)
    await using stage = await openStage(scenario, { names, against, issuer })
    loads.push(...(await measureRounds(scenario, stage, loader, options)))
  }
  const cold: ColdFigures[] = []
  if (isChosen(COLD)) {
    onProgress(COLD)
    cold.push(...(await measureCold(names, options.maxStarts, { against, issuer })))
  }
  const fanOut: [string, FanOut][] = []
  if (isChosen(FAN_OUT)) {
    onProgress(FAN_OUT)
    fanOut.push(['gateway', await measureFanOut(options.fanOut)])
    if (against !== undefined) {
      fanOut.push(['before', await measureFanOut({ ...options.fanOut, directory: against })])
    }
  }
  return { loads, cold, fanOut }
}
