import { setTimeout as wait } from 'node:timers/promises'
import { startIdentifiedReplicas } from '../support/replicas/identified-replicas.ts'
import type { Environment, Replica } from '../support/replicas/replicas.ts'
import { sharedStatus } from './requests.ts'

/** Gateways of a chaos run; those that are killed are replaced. */
export interface Crew extends AsyncDisposable {
  /** Returns the replicas that run and are not paused. */
  awake(): readonly Replica[]
  /** Returns the replicas that run, paused or not. */
  running(): readonly Replica[]
  /** Kills a replica and starts another one. */
  replace(replica: Replica): Promise<void>
  /** Shuts a replica down after its successor is ready, as a rolling update does. */
  roll(replica: Replica): Promise<void>
  /** Pauses a replica for this time. */
  pause(replica: Replica, ms: number): Promise<void>
  /** Returns true if some replica worked as a single process, without the engine, within the last milliseconds. */
  wasDegraded(withinMs: number): boolean
  /** Log lines of all replicas. */
  readonly logs: readonly string[]
}

const WATCH_MS = 250
const MAX_LOGS = 20_000

/** Starts `count` gateways. */
export async function startCrew(count: number, environment: Environment): Promise<Crew> {
  await using started = new AsyncDisposableStack()
  const logs: string[] = []
  let degradedAt = Number.NEGATIVE_INFINITY
  const replicas = started.use(
    await startIdentifiedReplicas(count, environment, (number, line) => {
      // It may be over before the next check.
      if (line.includes('"status":"degraded"')) degradedAt = performance.now()
      if (logs.length < MAX_LOGS) logs.push(`${number} ${line}`)
    }),
  )
  const paused = new Set<Replica>()
  const leaving = new Set<Replica>()
  const awake = () => replicas.running().filter((replica) => !paused.has(replica) && !leaving.has(replica))
  const watching = new AbortController()
  const watched = watch()
  started.defer(async () => {
    watching.abort()
    await watched
  })

  async function watch(): Promise<void> {
    while (!watching.signal.aborted) {
      const statuses = await Promise.all(awake().map(({ url }) => sharedStatus(url)))
      if (statuses.includes('degraded')) degradedAt = performance.now()
      await wait(WATCH_MS, undefined, { signal: watching.signal }).catch(() => {})
    }
  }

  const running = started.move()
  return {
    logs,
    awake,
    running: () => replicas.running(),
    async replace(replica) {
      leaving.add(replica)
      await replica.kill()
      await replicas.add()
    },
    async roll(replica) {
      await replicas.add()
      leaving.add(replica)
      await replica.stop()
    },
    async pause(replica, ms) {
      paused.add(replica)
      replica.pause()
      await wait(ms)
      replica.resume()
      paused.delete(replica)
    },
    wasDegraded: (withinMs) => performance.now() - degradedAt < withinMs,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
