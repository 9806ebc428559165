import { expect, test } from 'vitest'
import { runChaos } from '../chaos/chaos.ts'
import { flushes, REPLICA_FAULTS, rollbacks } from '../chaos/faults.ts'
import { expectNoViolation, seed } from '../chaos/no-violation.ts'
import { describeWithRedis, startRedis } from '../support/redis-server.ts'

/** There are seconds between losses: a walk that is too quick for several of them goes on. */
const STEPS = 1_000

describeWithRedis('four replicas, when the engine loses data', () => {
  test('a flush of the engine loses only tokens and latest changes', async () => {
    await using redis = await startRedis({ appendonly: true })
    await expectNoViolation(redis, { steps: STEPS, faults: {}, loss: flushes(redis) })
  })

  test('a rollback of the engine loses only tokens and latest changes', async () => {
    await using redis = await startRedis({ appendonly: true })
    await expectNoViolation(redis, { steps: STEPS, faults: {}, loss: rollbacks(redis) })
  })
})

test('the comparisons fail for replicas that share nothing', async () => {
  const report = await runChaos({ seed, steps: 700, replicas: 3, environment: {}, faults: REPLICA_FAULTS })
  for (const kind of ['stale', 'polls', 'token', 'cursors']) {
    expect(report.violations.filter((violation) => violation.includes(` s: ${kind}: `))).not.toEqual([])
  }
})
