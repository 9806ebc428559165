import { expect } from 'vitest'
import { seedOf } from '../support/random.ts'
import type { RedisServer } from '../support/redis-server.ts'
import { type ChaosOptions, runChaos } from './chaos.ts'

/** Seed of a run: `CHAOS_SEED` repeats an earlier one. */
export const seed = seedOf('CHAOS_SEED')

/** Runs four replicas in chaos. Fails the test if they break a promise, or if too little happened. */
export async function expectNoViolation(
  redis: RedisServer,
  options: Pick<ChaosOptions, 'steps' | 'faults' | 'loss'>,
): Promise<void> {
  console.info(`CHAOS_SEED=${seed}`)
  const { logs, violations, ...report } = await runChaos({
    seed,
    replicas: 4,
    environment: { SHARED_STATE_URL: redis.url, DEPLOYMENT: 'chaos' },
    ...options,
  })
  console.info(JSON.stringify(report))
  expect(violations.slice(0, 20), `seed ${seed}`).toEqual([])
  expect(Object.values(report.faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1)
  expect(report.subscribers.events).toBeGreaterThan(options.steps / 5)
  expect(logs.filter((line) => line.includes('"level":"fatal"'))).toEqual([])
}
