import { expect, test } from 'vitest'
import type { BudgetOptions, Purpose } from '../../../src/appstream/calls/budget.ts'
import { createTokenSource } from '../../../src/appstream/calls/shared-buckets.ts'
import { createSharedBudget } from '../../../src/appstream/calls/shared-budget.ts'
import { systemClock, systemSchedule } from '../../../src/clock.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createBuckets } from '../../../src/shared/redis/peers/buckets.ts'
import { createTestTime } from '../../support/gateway.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { connectEngine } from '../../support/replicas/engine.ts'
import { shortest } from '../../support/replicas/patience.ts'

const UNBOUND = { perSecond: 0, burst: 0 }
const rates = { all: UNBOUND, read: UNBOUND, write: UNBOUND, poll: UNBOUND, maxQueued: 100 }
const time = { clock: systemClock, schedule: systemSchedule }
const { signal } = new AbortController()

interface Setting extends Partial<typeof time> {
  readonly replicas?: number
}

/** Creates the budget of one of several replicas. */
function budgetOf(
  engine: Engine,
  options: Partial<BudgetOptions>,
  { replicas = 2, ...ownTime }: Setting = {},
) {
  const budget = { ...rates, ...options }
  const buckets = createBuckets(engine, { isAvailable: () => true, count: () => replicas })
  const tokens = createTokenSource('default@us-east-1', budget, buckets, systemClock)
  return createSharedBudget(budget.maxQueued, tokens, { ...time, ...ownTime })
}

/** Bucket that gets no tokens by itself during a test, and the time of a budget that asks for them when it advances. */
function createScarcity(server: RedisServer, name: string, burst: number) {
  const ownTime = createTestTime()
  return {
    ownTime,
    rate: { perSecond: 0.000_001, burst },
    /** Resolves once the budget waits for tokens. */
    isWaiting: () => expect.poll(() => ownTime.timers(), { timeout: 30_000 }).toBe(1),
    /** Supplies tokens, and lets the budget ask for them. */
    async supply(tokens: number): Promise<void> {
      await server.command('HSET', `{asg:test}:q1:b:default@us-east-1/${name}`, 'tokens', String(tokens))
      ownTime.advance(Math.max(...ownTime.delays()))
    },
  }
}

/** Requests that many tokens and returns the seconds until the last one. */
async function takeAll(
  budgets: readonly ReturnType<typeof budgetOf>[],
  count: number,
  purpose: Purpose = 'read',
): Promise<number> {
  const startedAt = performance.now()
  const takes = budgets.flatMap((budget) =>
    Array.from({ length: count / budgets.length }, () => budget.take({ purpose, signal })),
  )
  await Promise.all(takes)
  return (performance.now() - startedAt) / 1000
}

describeWithRedis('budget of several replicas', () => {
  test('stays within the rate of all replicas together', async () => {
    async function measure(): Promise<number> {
      await using server = await startRedis()
      using engineA = await connectEngine(server)
      using engineB = await connectEngine(server)
      using engineC = await connectEngine(server)
      const read = { perSecond: 20, burst: 10 }
      const budgets = [engineA, engineB, engineC].map((engine) => budgetOf(engine, { read }, { replicas: 3 }))
      // 10 at once, then 20 a second.
      const seconds = await takeAll(budgets, 30)
      expect(seconds).toBeGreaterThan(0.95)
      // A busy machine takes the last ones late, so that some tokens are left.
      const left = Number(await engineA.send(['HGET', '{asg:test}:q1:b:default@us-east-1/read', 'tokens']))
      expect(left).toBeGreaterThan(-1)
      expect(left).toBeLessThanOrEqual(10 + 20 * seconds - 30)
      return seconds
    }
    expect(await shortest(measure, 3)).toBeLessThan(3)
  })

  test('asks once for each request if there are tokens', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await engine.send(['PING'])
    await takeAll([budgetOf(engine, { all: { perSecond: 10, burst: 50 } })], 20)
    // One more, because the script is unknown at first.
    expect(engine.counts.get('TAKE')).toBe(21)
  })

  test('asks for nothing without limits', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await takeAll([budgetOf(engine, {})], 20)
    expect(engine.counts.get('TAKE')).toBe(undefined)
  })

  test('serves the most urgent request first, and forgets those that were aborted', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const { ownTime, rate, isWaiting, supply } = createScarcity(server, 'all', 1)
    const budget = budgetOf(engine, { all: rate }, ownTime)
    await budget.take({ purpose: 'read', signal })
    const order: string[] = []
    const left = new AbortController()
    const take = (purpose: Purpose, name: string, by = signal) =>
      budget.take({ purpose, signal: by }).then(
        () => order.push(name),
        () => order.push(`${name} aborted`),
      )
    const takes = [
      take('poll', 'poll'),
      take('read', 'left', left.signal),
      take('read', 'read'),
      take('write', 'write'),
    ]
    left.abort()
    for (const _purpose of ['write', 'read', 'poll']) {
      await isWaiting()
      await supply(1)
    }
    await Promise.all(takes)
    expect(order).toEqual(['left aborted', 'write', 'read', 'poll'])
    expect(budget.queued()).toEqual({ read: 0, write: 0, poll: 0 })
  })

  test('rejects requests beyond the queue, but not while there are tokens', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const { ownTime, rate, isWaiting, supply } = createScarcity(server, 'write', 5)
    const budget = budgetOf(engine, { maxQueued: 2, write: rate }, ownTime)
    const takes = Array.from({ length: 10 }, () => budget.take({ purpose: 'write', signal }))
    const settled = Promise.allSettled(takes)
    await isWaiting()
    await supply(2)
    const outcomes = await settled
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array(7).fill('fulfilled'),
      ...Array(3).fill('rejected'),
    ])
    expect(outcomes.at(-1)).toMatchObject({ reason: { name: 'BudgetExhausted' } })
  })

  test.each(['kill', 'pause'] as const)(
    'grants each replica its share after a %s of the engine',
    async (fault) => {
      async function measure(): Promise<number> {
        await using server = await startRedis()
        using engineA = await connectEngine(server, { hasDeadlines: true })
        using engineB = await connectEngine(server, { hasDeadlines: true })
        const read = { perSecond: 20, burst: 10 }
        const budgets = [budgetOf(engineA, { read }), budgetOf(engineB, { read })]
        const startedAt = performance.now()
        await takeAll(budgets, 10)
        await server[fault]()
        // Both have used up their shares of the burst, and get half of the rate each.
        await takeAll(budgets, 20)
        const seconds = (performance.now() - startedAt) / 1000
        expect(seconds).toBeGreaterThan(0.95)
        return seconds
      }
      expect(await shortest(measure, 4)).toBeLessThan(4)
    },
  )
})
