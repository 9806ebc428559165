import { setTimeout as wait } from 'node:timers/promises'
import { seededRandom } from '../support/random.ts'
import type { Environment } from '../support/replicas/replicas.ts'
import { archiveCalls, countHandovers, judgePolls } from './calls.ts'
import { type Crew, startCrew } from './crew.ts'
import type { Faults, Loss } from './faults.ts'
import { startFollowers } from './followers.ts'
import { settle } from './settle.ts'
import { createSteps, judgeTokens } from './steps.ts'
import type { ChaosSubscriber } from './subscriber.ts'
import { POLL_MS, startWorld } from './world.ts'

/** Options of {@link runChaos}. */
export interface ChaosOptions {
  readonly seed: number
  readonly steps: number
  readonly replicas: number
  /** In addition to that of the emulator. */
  readonly environment: Environment
  readonly faults: Faults
  /** Losses of data of the engine. */
  readonly loss?: Loss
}

/** Result of a run. A correct deployment has no violations. */
export interface ChaosReport {
  readonly violations: readonly string[]
  readonly faults: Readonly<Record<string, number>>
  readonly counts: Readonly<Record<string, number>>
  readonly subscribers: ChaosSubscriber['counts']
  readonly tokens: number
  readonly awsCalls: number
  readonly seconds: number
  readonly logs: readonly string[]
}

const CONCURRENCY = 24
const STEP_PAUSE_MS = 60
/** Steps and milliseconds from a fault to the next one. Counted in steps, a busy machine does not cause more faults. */
const FAULT_PAUSE = { leastSteps: 20, mostSteps: 160, leastMs: 300 }
/** Same, after a loss of data. */
const LOSS_PAUSE = { leastSteps: 60, mostSteps: 140, leastMs: 3_500 }
/** Steps without faults at the beginning, in which exactly one replica may poll. */
const CALM_STEPS = 200
const CALM_INTERVALS = 6
/** Walks continue until that much has happened: a fast machine ends its steps before. */
const LEAST_FAULTS = 2
const LEAST_MOVES = 3
const CHECK_MS = 50
/** A replica that was degraded this long ago may have answered with its own state. */
const DEGRADED_MS = 10_000
/** After a loss of data, replicas may miss each other's latest changes until they have noticed it. */
const LOSS_MS = 2_500

/** Runs random steps and faults against several gateways that share their state, and compares everything. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, loss } = options
  const startedAt = performance.now()
  const random = seededRandom(seed)
  const violations: string[] = []
  const violate = (text: string) => {
    violations.push(`${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${text}`)
  }
  await using world = await startWorld()
  using archive = archiveCalls(world.emulator)
  await using crew = await startCrew(options.replicas, { ...world.environment, ...options.environment })
  await using followers = startFollowers(crew, random, loss !== undefined, violate)
  const era = loss?.count ?? (() => 0)
  const steps = createSteps({
    world,
    crew,
    random,
    onViolation: violate,
    era,
    mayBeStale: () => crew.wasDegraded(DEGRADED_MS) || loss?.wasWithin(LOSS_MS) === true,
  })

  let left = 0
  async function walk(count: number, mustContinue = () => false): Promise<void> {
    left = count
    const walkAlone = async () => {
      while (left-- > 0 || mustContinue()) {
        await steps.step()
        await wait(random() * STEP_PAUSE_MS)
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, walkAlone))
  }

  await wait(2 * POLL_MS)
  const calmAt = Date.now()
  await walk(CALM_STEPS)
  judgePolls(archive.listingsSince(calmAt), violate)

  followers.setRestless(true)
  left = options.steps - CALM_STEPS
  const trouble = causeFaults(options, crew, random, () => left, violate)
  await walk(
    options.steps - CALM_STEPS,
    () => trouble.count() < LEAST_FAULTS || followers.total().moves < LEAST_MOVES,
  )
  const faults = await trouble.end()
  followers.setRestless(false)

  await settle(world, crew, followers, violate)
  const settledAt = Date.now()
  await wait(CALM_INTERVALS * POLL_MS)
  judgePolls(archive.listingsSince(settledAt), violate, CALM_INTERVALS)
  judgeTokens(steps.tokens, archive.creations(), era(), violate)
  const subscribers = followers.total()
  // Replicas that share their state continue the subscriptions of each other.
  if (loss === undefined && subscribers.resumed < subscribers.moves / 2) {
    violate(`cursors: ${subscribers.resumed} of ${subscribers.moves} moves continued without a RESET`)
  }
  return {
    violations,
    faults,
    counts: { ...steps.counts, handovers: countHandovers(archive.listingsSince(0)) },
    subscribers,
    tokens: steps.tokens.size,
    awsCalls: archive.count(),
    seconds: Math.round((performance.now() - startedAt) / 1000),
    logs: crew.logs,
  }
}

/**
 * Causes faults until ended; `end` resolves with the number of each once their effects are over.
 * @param stepsLeft returns the number of steps that have not begun
 */
function causeFaults(
  { faults: others, loss }: Pick<ChaosOptions, 'faults' | 'loss'>,
  crew: Crew,
  random: () => number,
  stepsLeft: () => number,
  violate: (text: string) => void,
): { readonly count: () => number; readonly end: () => Promise<Readonly<Record<string, number>>> } {
  const faults = { ...others, ...loss?.faults }
  const { leastSteps, mostSteps, leastMs } = loss === undefined ? FAULT_PAUSE : LOSS_PAUSE
  const counts: Record<string, number> = {}
  const running = new Set<Promise<void>>()
  const ending = new AbortController()
  const pause = (ms: number) => wait(ms, undefined, { signal: ending.signal }).catch(() => {})

  async function cause(): Promise<void> {
    while (!ending.signal.aborted) {
      const [name, fault] = pickWeighted(Object.entries(faults), random) ?? []
      if (name === undefined || fault === undefined) return
      counts[name] = (counts[name] ?? 0) + 1
      const run = fault
        .run(crew, random)
        .catch((error: unknown) => violate(`start: ${name} ended with ${error}`))
        .finally(() => running.delete(run))
      running.add(run)
      const next = stepsLeft() - leastSteps - random() * (mostSteps - leastSteps)
      await pause(leastMs)
      while (stepsLeft() > next && !ending.signal.aborted) await pause(CHECK_MS)
    }
  }

  const causing = cause()
  return {
    count: () => Object.values(counts).reduce((sum, count) => sum + count, 0),
    async end() {
      ending.abort()
      await causing
      await Promise.all(running)
      return counts
    },
  }
}

function pickWeighted<Entry extends readonly [string, { readonly weight: number }]>(
  entries: readonly Entry[],
  random: () => number,
): Entry | undefined {
  const total = entries.reduce((sum, [, { weight }]) => sum + weight, 0)
  let left = random() * total
  return entries.find(([, { weight }]) => {
    left -= weight
    return left < 0
  })
}
