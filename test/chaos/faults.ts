import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { RedisServer } from '../support/redis-server.ts'
import type { Replica } from '../support/replicas/replicas.ts'
import type { Crew } from './crew.ts'

/** Fault in a chaos run. */
export interface Fault {
  /** Relative frequency. */
  readonly weight: number
  /** Resolves once its effect is over. */
  readonly run: (crew: Crew, random: () => number) => Promise<void>
}

export type Faults = Readonly<Record<string, Fault>>

/** Faults of the replicas. At least one of them stays awake. */
export const REPLICA_FAULTS: Faults = {
  'kill a replica': onReplica(2, (crew, replica) => crew.replace(replica)),
  'pause a replica': onReplica(4, (crew, replica, random) => crew.pause(replica, 200 + random() * 4_500)),
  'roll a replica': onReplica(1, (crew, replica) => crew.roll(replica)),
}

function onReplica(
  weight: number,
  run: (crew: Crew, replica: Replica, random: () => number) => Promise<void>,
): Fault {
  return {
    weight,
    async run(crew, random) {
      const awake = crew.awake()
      const replica = awake[Math.floor(random() * awake.length)]
      if (replica !== undefined && awake.length > 1) await run(crew, replica, random)
    },
  }
}

/** Returns faults of the engine, one at a time. It returns before replicas start to work alone. */
export function engineFaults(redis: RedisServer): Faults {
  let isBusy = false
  const alone = (weight: number, run: (random: () => number) => Promise<void>): Fault => ({
    weight,
    async run(_, random) {
      if (isBusy) return
      isBusy = true
      await run(random).finally(() => {
        isBusy = false
      })
    },
  })
  return {
    'pause the engine': alone(1, async (random) => {
      redis.pause()
      await wait(200 + random() * 4_000)
      redis.resume()
    }),
    'kill the engine': alone(2, async (random) => {
      await redis.kill()
      await wait(random() * 4_000)
      await redis.restart()
    }),
  }
}

/** Fault that loses data, and the number of times that it has. */
export interface Loss {
  readonly faults: Faults
  readonly count: () => number
  /** Returns true if data were lost within the last milliseconds. */
  readonly wasWithin: (ms: number) => boolean
}

function createLoss(name: string, run: (lost: () => void, random: () => number) => Promise<void>): Loss {
  let count = 0
  let lostAt = Number.NEGATIVE_INFINITY
  const lost = () => {
    count++
    lostAt = performance.now()
  }
  return {
    faults: { [name]: { weight: 1, run: (_, random) => run(lost, random) } },
    count: () => count,
    wasWithin: (ms) => performance.now() - lostAt < ms,
  }
}

/** Deletes all data of the engine. */
export function flushes(redis: RedisServer): Loss {
  return createLoss('flush the engine', async (lost) => {
    lost()
    await redis.command('FLUSHALL')
    lost()
  })
}

/** Restores the data that the engine had a second ago, like a failover to a replica that lags behind. */
export function rollbacks(redis: RedisServer): Loss {
  let isBusy = false
  return createLoss('roll the engine back', async (lost, random) => {
    if (isBusy) return
    isBusy = true
    const copy = await mkdtemp(join(tmpdir(), 'redis-copy-'))
    try {
      const reply = await redis.command('CONFIG', 'GET', 'dir')
      const directory = Array.isArray(reply) ? String(reply[1]) : ''
      await cp(join(directory, 'appendonlydir'), copy, { recursive: true })
      await wait(500 + random() * 1_000)
      lost()
      await redis.kill()
      await rm(join(directory, 'appendonlydir'), { recursive: true })
      await cp(copy, join(directory, 'appendonlydir'), { recursive: true })
      await redis.restart()
      lost()
    } finally {
      await rm(copy, { recursive: true })
      isBusy = false
    }
  })
}
