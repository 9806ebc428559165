import { randomUUID } from 'node:crypto'
import { type Schedule, systemSchedule } from '../../../src/clock.ts'
import { type RedisServer, type RedisServerOptions, startRedis } from '../redis-server.ts'

/** Deadlines of commands, and bounds of waits for the log, in `src/shared`. Tests use other values for their own times. */
const DEADLINES_MS: ReadonlySet<number> = new Set([250, 800, 1500, 2500, 3000])
/** Longer than a busy machine stops a process. */
const PATIENCE_MS = 20_000

/** Gives the engine time to answer, for tests of what happens while it works. */
export const patientSchedule: Schedule = (delayMs, run) =>
  systemSchedule(DEADLINES_MS.has(delayMs) ? PATIENCE_MS : delayMs, run)

/** Times of a membership that no pause of a process ends, in a replica that never works alone. */
export const STEADY = {
  ttlMs: PATIENCE_MS,
  beatMs: 100,
  graceMs: 600_000,
  confirmMs: 10_000,
  startMs: 20_000,
}

/** Times of claims that no pause of a process ends. */
export const STEADY_CLAIMS = { ttlMs: PATIENCE_MS, failureTtlMs: PATIENCE_MS }

/** Options of a gateway whose part in its deployment no pause of a process ends. */
export const STEADY_GATEWAY = {
  schedule: patientSchedule,
  sharedTimes: { times: STEADY, claimTimes: STEADY_CLAIMS },
}

/** Starts a server with an epoch that has lasted for long. The first write of a young one waits for the TTL. */
export async function startAgedRedis(options?: RedisServerOptions): Promise<RedisServer> {
  const server = await startRedis(options)
  await ageEpoch(server)
  return server
}

/** Starts an epoch that has lasted for long. */
export async function ageEpoch(server: RedisServer, deployment = 'test'): Promise<void> {
  const fields = { epoch: randomUUID(), n: 1, nonce: '', born: 0, first: 2, bytes: 0 }
  const flat = Object.entries(fields).flatMap(([name, value]) => [name, String(value)])
  await server.command('HSET', `{asg:${deployment}}:s2:meta`, ...flat)
}

/** Returns the shortest of several measurements, of which a busy machine may prolong each. */
export async function shortest(measure: () => Promise<number>, untilBelow: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 4 && best >= untilBelow; attempt++) best = Math.min(best, await measure())
  return best
}
