import { test } from 'vitest'
import { engineFaults, REPLICA_FAULTS } from '../chaos/faults.ts'
import { expectNoViolation } from '../chaos/no-violation.ts'
import { describeWithRedis, startRedis } from '../support/redis-server.ts'

describeWithRedis('four replicas in chaos', () => {
  test('5,000 steps with faults break no promise', {
    timeout: 600_000,
  }, async () => {
    await using redis = await startRedis({ appendonly: true })
    const faults = { ...REPLICA_FAULTS, ...engineFaults(redis) }
    await expectNoViolation(redis, { steps: 5_000, faults })
  })
})
