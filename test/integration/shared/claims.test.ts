import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Schedule, systemClock, systemSchedule } from '../../../src/clock.ts'
import { PeerLoadFailed } from '../../../src/shared/peers.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { type ClaimTimes, createClaims } from '../../../src/shared/redis/peers/claims.ts'
import { createTestTime } from '../../support/gateway.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { connectEngine, PREFIX } from '../../support/replicas/engine.ts'
import { STEADY_CLAIMS, shortest } from '../../support/replicas/patience.ts'

interface Options {
  readonly schedule?: Schedule
  readonly untilApplied?: (number: number) => Promise<void>
  /** Default: claims and failures outlast any pause of a process. */
  readonly times?: Partial<ClaimTimes>
}

function claimsOf(engine: Engine, options: Options = {}) {
  const { schedule = systemSchedule, untilApplied = async () => {}, times = STEADY_CLAIMS } = options
  return createClaims({ engine, prefix: PREFIX, clock: systemClock, schedule, untilApplied, times })
}

const never = () => false

/** Returns the keys of all claims and their failures. */
async function claimKeys(server: RedisServer): Promise<readonly string[]> {
  return [await server.command('KEYS', `${PREFIX}l:list:*`)].flat().map(String)
}

describeWithRedis('claims', () => {
  test('admits one of several replicas; the others wait for its commit', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const [a, b] = [claimsOf(engineA), claimsOf(engineB)]
    const release = await a.claim('images', never)
    expect(release).toBeDefined()

    let isCommitted = false
    const waiting = b.claim('images', () => isCommitted)
    // Longer than a waiting replica pauses between two attempts.
    expect(await Promise.race([waiting, delay(500, 'waits')])).toBe('waits')
    isCommitted = true
    b.wake()
    expect(await waiting).toBe(undefined)
    release?.()
  })

  test('is renewed while it is held', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const time = createTestTime()
    const release = await claimsOf(engine, { schedule: time.schedule }).claim('images', never)
    const [key = ''] = await claimKeys(server)
    const remaining = async () => Number(await server.command('PTTL', key))
    for (let renewals = 0; renewals < 3; renewals++) {
      await server.command('PEXPIRE', key, '10000')
      // A third of the default lifetime.
      time.advance(2000 / 3)
      await expect.poll(remaining, { timeout: 9000 }).toBeGreaterThan(10_000)
    }
    release?.()
    await expect.poll(() => claimKeys(server), { timeout: 9000 }).toEqual([])
    expect(time.timers()).toBe(0)
  })

  test('passes to a waiting replica once released without a commit', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const release = await claimsOf(engineA).claim('images', never)
    const waiting = claimsOf(engineB).claim('images', never)
    release?.()
    const next = await waiting
    expect(next).toBeTypeOf('function')
    next?.()
  })

  test('passes a failure to every waiting replica, and to no later one', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const release = await claimsOf(engineA).claim('images', never)
    const waiting = [claimsOf(engineA), claimsOf(engineB)].map(async (claims) => {
      const isWaiting = Promise.withResolvers<void>()
      let checks = 0
      // The second check follows an attempt.
      const isSatisfied = () => {
        checks++
        if (checks === 2) isWaiting.resolve()
        return false
      }
      const failed = claims.claim('images', isSatisfied).catch((error: unknown) => error)
      await isWaiting.promise
      return { failed }
    })
    const failures = await Promise.all(waiting)
    release?.({ code: 'UPSTREAM_TIMEOUT' })
    for (const { failed } of failures) {
      const error = await failed
      expect(error).toBeInstanceOf(PeerLoadFailed)
      expect(error).toMatchObject({ failure: { code: 'UPSTREAM_TIMEOUT' } })
    }
    const next = await claimsOf(engineB).claim('images', never)
    expect(next).toBeTypeOf('function')
    next?.()
  })

  test('forgets a failure after a second', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const release = await claimsOf(engine, { times: {} }).claim('images', never)
    release?.({ code: 'UPSTREAM_TIMEOUT' })
    // A busy machine looks at it once it is forgotten.
    for (const key of await claimKeys(server)) {
      expect(await server.command('PTTL', key)).toSatisfy((ms: number) => ms !== -1 && ms <= 2000)
    }
    await expect.poll(() => claimKeys(server), { timeout: 10_000 }).toEqual([])
  })

  test('passes to a waiting replica within seconds after its holder died', async () => {
    async function takeOverMs(): Promise<number> {
      await using server = await startRedis()
      using engineA = await connectEngine(server)
      using engineB = await connectEngine(server)
      await claimsOf(engineA, { times: {} }).claim('images', never)
      engineA.close()
      const startedAt = performance.now()
      const next = await claimsOf(engineB, { times: {} }).claim('images', never)
      next?.()
      return performance.now() - startedAt
    }
    expect(await shortest(takeOverMs, 3000)).toBeLessThan(3000)
  })

  test('waits for a late commit of the previous holder', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await server.command('HSET', `${PREFIX}meta`, 'n', '41')
    let applied = 0
    const claims = claimsOf(engine, {
      untilApplied: async (number) => {
        applied = number
      },
    })
    expect(await claims.claim('images', () => applied >= 41)).toBe(undefined)
    // The unneeded claim is released.
    const release = await claimsOf(engine).claim('images', never)
    expect(release).toBeDefined()
    release?.()
  })

  test('stops waiting when the signal aborts', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const claims = claimsOf(engine)
    const release = await claims.claim('images', never)
    const controller = new AbortController()
    const waiting = claims.claim('images', never, controller.signal)
    controller.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    release?.()
  })

  test('is granted at once while the engine is down', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await server.kill()
    const release = await claimsOf(engine).claim('images', never)
    expect(release).toBeTypeOf('function')
    release?.()
  })

  test('is granted to all waiting replicas when the engine is killed', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const claims = claimsOf(engine)
    await claims.claim('images', never)
    const waiting = [claims.claim('images', never), claims.claim('images', never)]
    await server.kill()
    for (const release of await Promise.all(waiting)) expect(release).toBeTypeOf('function')
  })
})
