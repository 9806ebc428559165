import { expect, test } from 'vitest'
import { type ChaosOptions, runChaos } from '../chaos/chaos.ts'
import { engineFaults, flushes, REPLICA_FAULTS, rollbacks } from '../chaos/faults.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)

describeWithRedis('four replicas in chaos', () => {
  test('5,000 steps with faults break no promise', {
    timeout: 600_000,
  }, async () => {
    await using redis = await startRedis({ appendonly: true })
    const faults = { ...REPLICA_FAULTS, ...engineFaults(redis) }
    await expectNoViolation(redis, { steps: 5_000, faults })
  })

  test('a flush of the engine loses only tokens and latest changes', async () => {
    await using redis = await startRedis({ appendonly: true })
    await expectNoViolation(redis, { steps: 600, faults: {}, loss: flushes(redis) })
  })

  test('a rollback of the engine loses only tokens and latest changes', async () => {
    await using redis = await startRedis({ appendonly: true })
    await expectNoViolation(redis, { steps: 600, faults: {}, loss: rollbacks(redis) })
  })
})

test('the comparisons fail for replicas that share nothing', async () => {
  const report = await runChaos({ seed, steps: 300, replicas: 3, environment: {}, faults: REPLICA_FAULTS })
  for (const kind of ['stale', 'polls', 'token', 'cursors']) {
    expect(report.violations.filter((violation) => violation.includes(` s: ${kind}: `))).not.toEqual([])
  }
})

async function expectNoViolation(
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
  expect(logs.filter((line) => line.includes('"level":60'))).toEqual([])
}
