import { expect, test, vi } from 'vitest'
import { type Clock, systemClock, systemSchedule } from '../../../src/clock.ts'
import { createSharedRate, type Rate } from '../../../src/server/limits/shared-rate.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createCounts } from '../../../src/shared/redis/peers/counts.ts'
import { createTestClock, startGateway } from '../../support/gateway.ts'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { connectEngine } from '../../support/replicas/engine.ts'
import { STEADY_GATEWAY } from '../../support/replicas/patience.ts'

const WINDOW_S = 60

function rateOf(engine: Engine, limit: number, clock: Clock = systemClock): Rate {
  const counts = createCounts(engine, { isAvailable: () => true, count: () => 2 })
  return createSharedRate({ limit, windowS: WINDOW_S, counts, clock, schedule: systemSchedule })
}

/** Returns the keys of the counts. */
async function countKeys(engine: Engine): Promise<readonly string[]> {
  return [await engine.send(['KEYS', '*:q1:r:*'])].flat().map(String)
}

/** Sends operations and returns the number of admitted ones. */
async function admitted(rate: Rate, operations: number, caller = 'jane'): Promise<number> {
  let count = 0
  for (let sent = 0; sent < operations; sent++) if ((await rate(caller)) === 0) count++
  return count
}

describeWithRedis('rate limit of several replicas', () => {
  test('admits the limit once, wherever the caller sends', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const [a, b] = [rateOf(engineA, 100), rateOf(engineB, 100)]
    /** Returns the count that a replica knows: replies on its connection arrive in order. */
    async function counted(engine: Engine): Promise<number> {
      const [key = ''] = await countKeys(engine)
      return Number(await engine.send(['GET', key]))
    }
    let total = 0
    for (let round = 0; round < 15; round++) {
      total += (await admitted(a, 5)) + (await admitted(b, 5))
      if (total === 100) continue
      for (const engine of [engineA, engineB]) {
        await expect.poll(() => counted(engine), { timeout: 30_000 }).toBe(total)
      }
    }
    expect(total).toBe(100)
    expect(await admitted(a, 1, 'joe')).toBe(1)
  })

  test('exceeds the limit by at most a fifth during a burst', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const rates = [rateOf(engineA, 100), rateOf(engineB, 100)]
    const counts = await Promise.all(rates.map((rate) => admitted(rate, 200)))
    const total = counts.reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThanOrEqual(100)
    expect(total).toBeLessThanOrEqual(120)
  })

  test('sends one command per flush, not per operation, far from the limit', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const rate = rateOf(engine, 10_000)
    await admitted(rate, 500)
    expect(engine.counts.get('COUNT') ?? 0).toBeLessThanOrEqual(2)
    await expect.poll(() => engine.counts.get('COUNT'), { timeout: 30_000 }).toBeGreaterThan(0)
    await expect.poll(() => countKeys(engine), { timeout: 30_000 }).toHaveLength(1)
    const [key] = await countKeys(engine)
    expect(String(key)).not.toContain('jane')
    expect(Number(await engine.send(['GET', String(key)]))).toBe(500)
  })

  test('sends no command after the limit until the window ends', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const clock = createTestClock()
    const rate = rateOf(engine, 5, clock)
    expect(await admitted(rate, 8)).toBe(5)
    const sent = engine.counts.get('COUNT')
    const waitMs = await rate('jane')
    expect(waitMs).toBeGreaterThan(0)
    expect(waitMs).toBeLessThanOrEqual(WINDOW_S * 1000)
    expect(engine.counts.get('COUNT')).toBe(sent)
    // The key expires with the window.
    await engine.send(['DEL', ...(await countKeys(engine))])
    clock.advance(waitMs - 1)
    expect(await admitted(rate, 1)).toBe(0)
    clock.advance(1)
    expect(await admitted(rate, 8)).toBe(5)
  })

  test.each(['kill', 'pause'] as const)(
    'grants each replica its share after a %s of the engine',
    async (fault) => {
      await using server = await startRedis()
      using engineA = await connectEngine(server, { hasDeadlines: true })
      using engineB = await connectEngine(server, { hasDeadlines: true })
      const [a, b] = [rateOf(engineA, 10), rateOf(engineB, 10)]
      await server[fault]()
      expect(await Promise.all([admitted(a, 8), admitted(b, 8)])).toEqual([5, 5])
    },
  )

  test('ends on time although the wall clock was set back', async () => {
    const startedAt = Date.now()
    vi.setSystemTime(startedAt)
    try {
      await using redis = await startRedis()
      const env = { SHARED_STATE_URL: redis.url, RATE_LIMIT_PER_MINUTE: '1' }
      await using gateway = await startGateway({ env, ...STEADY_GATEWAY })
      await gateway.query('{ __typename }')
      expect((await gateway.query('{ __typename }')).status).toBe(429)
      vi.setSystemTime(startedAt - 3_600_000)
      const { status, headers } = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      })
      expect(status).toBe(429)
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    } finally {
      vi.useRealTimers()
    }
  })

  test('applies to a caller of two gateways', async () => {
    await using redis = await startRedis()
    const env = { SHARED_STATE_URL: redis.url, RATE_LIMIT_PER_MINUTE: '10' }
    await using a = await startGateway({ env, ...STEADY_GATEWAY })
    await using b = await startGateway({ env, ...STEADY_GATEWAY })
    const statuses: number[] = []
    for (let sent = 0; sent < 12; sent++) {
      const { status } = await (sent % 2 === 0 ? a : b).query('{ __typename }')
      statuses.push(status)
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})
