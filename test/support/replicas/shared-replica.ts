import { vi } from 'vitest'
import { type Schedule, systemClock, systemSchedule } from '../../../src/clock.ts'
import type { LogBounds } from '../../../src/shared/redis/log/sweeper.ts'
import type { MembershipTimes } from '../../../src/shared/redis/members/membership.ts'
import { createRedisShared, type RedisShared } from '../../../src/shared/redis/shared.ts'
import type { SharedStatus } from '../../../src/shared/shared.ts'
import { patientSchedule } from './patience.ts'
import { openMap, type ReplicatedMap } from './replicated-map.ts'
import { unusedStores } from './unused-stores.ts'

/** State of one replica; several may live in one process. */
export interface Replica extends AsyncDisposable {
  readonly shared: RedisShared
  /** Map in the journal `map`. */
  readonly map: ReplicatedMap
  readonly statuses: readonly SharedStatus[]
  readonly troubles: readonly string[]
  /** Reasons for which local state was replaced. */
  readonly replaced: readonly string[]
  resets(): number
  /** Trims the log now, unless that was done less than a minute ago. */
  sweep(): Promise<void>
}

export interface ReplicaOptions {
  readonly url: string
  readonly isCluster?: boolean
  readonly deployment?: string
  readonly times?: Partial<MembershipTimes>
  readonly log?: Partial<LogBounds>
  /** Keeps the deadlines of `src`, for tests of an engine that does not answer. A busy machine can exceed them. */
  readonly hasDeadlines?: boolean
}

/** Starts a replica and waits until it is a member, or works alone. */
export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const { url, isCluster, deployment = 'test', log, hasDeadlines = false } = options
  const times = hasDeadlines ? options.times : { confirmMs: 10_000, startMs: 20_000, ...options.times }
  const statuses: SharedStatus[] = []
  const troubles: string[] = []
  const replaced: string[] = []
  let resets = 0
  /** Sweeps that are planned; each one plans the next when it ends. */
  const sweeps: (() => void)[] = []
  const schedule: Schedule = (delayMs, run) => {
    const isSweep = delayMs > 30_000 && delayMs < 90_000
    if (!isSweep) return (hasDeadlines ? systemSchedule : patientSchedule)(delayMs, run)
    sweeps.push(run)
    return () => {}
  }
  const shared = createRedisShared({
    schedule,
    url,
    isCluster,
    deployment,
    ...(times && { times }),
    clock: systemClock,
    log: { maxAgeMs: 600_000, maxEntries: 10_000, maxBytes: 64 * 1024 * 1024, ...log },
    observer: {
      statusChanged: (status) => void statuses.push(status),
      trouble: (during, error) => void troubles.push(`${during}: ${error}`),
      replaced: (reason) => void replaced.push(reason),
    },
    peers: () => ({
      ...unusedStores,
      count: () => 1,
      claim: async () => () => {},
      details: { read: async () => undefined, write: async () => {} },
    }),
  })
  shared.onReset(() => resets++)
  const map = openMap(shared, 'map')
  await shared.start()
  return {
    shared,
    map,
    statuses,
    troubles,
    replaced,
    resets: () => resets,
    async sweep() {
      const planned = sweeps.length
      sweeps.at(-1)?.()
      await until(() => sweeps.length > planned)
    },
    [Symbol.asyncDispose]: () => shared.stop(),
  }
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean, timeoutMs = 30_000): Promise<void> {
  await vi.waitFor(
    () => {
      if (!condition()) throw new Error(`Not within ${timeoutMs} ms: ${condition}`)
    },
    { timeout: timeoutMs, interval: 5 },
  )
}

/** Times of a membership that ends soon, in a replica that never works alone. */
export const QUICK = { ttlMs: 1000, beatMs: 100, graceMs: 600_000 }

/** Returns true if the replica serves its state from memory. */
export const isMember = ({ shared }: Replica) => shared.membership.floor() === 0

/** Resolves once all replicas have applied the same commits. */
export async function agreed(...replicas: readonly Replica[]): Promise<void> {
  const positions = () => replicas.map(({ shared }) => JSON.stringify(shared.position()))
  await until(() => replicas.every(isMember) && new Set(positions()).size === 1)
}
