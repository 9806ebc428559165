import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock, systemSchedule } from '../../../src/clock.ts'
import { PeerLoadFailed } from '../../../src/shared/peers.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createClaims } from '../../../src/shared/redis/peers/claims.ts'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { connectEngine, PREFIX } from '../../support/replicas/engine.ts'

function claimsOf(engine: Engine, untilApplied: (number: number) => Promise<void> = async () => {}) {
  return createClaims({ engine, prefix: PREFIX, clock: systemClock, schedule: systemSchedule, untilApplied })
}

const never = () => false

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
    // Longer than the lifetime of a claim that is not renewed.
    expect(await Promise.race([waiting, delay(2500, 'waits')])).toBe('waits')
    isCommitted = true
    b.wake()
    expect(await waiting).toBe(undefined)
    release?.()
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
    // The failure is forgotten after a second.
    const keys = await server.command('KEYS', `${PREFIX}l:list:*`)
    for (const key of Array.isArray(keys) ? keys : []) {
      expect(await server.command('PTTL', String(key))).toSatisfy((ms: number) => ms !== -1 && ms <= 1000)
    }
    const next = await claimsOf(engineB).claim('images', never)
    expect(next).toBeTypeOf('function')
    next?.()
  })

  test('passes to a waiting replica within seconds after its holder died', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    await claimsOf(engineA).claim('images', never)
    engineA.close()
    const startedAt = performance.now()
    const next = await claimsOf(engineB).claim('images', never)
    expect(performance.now() - startedAt).toBeLessThan(3000)
    next?.()
  })

  test('waits for a late commit of the previous holder', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await server.command('HSET', `${PREFIX}meta`, 'n', '41')
    let applied = 0
    const claims = claimsOf(engine, async (number) => {
      applied = number
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
