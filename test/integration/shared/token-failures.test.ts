import { expect, test } from 'vitest'
import { systemSchedule } from '../../../src/clock.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createTokens } from '../../../src/shared/redis/peers/tokens.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { connectEngine } from '../../support/replicas/engine.ts'
import {
  by,
  countingMutation,
  hangingMutation,
  join,
  MEMBERS,
  request,
  SETTLE_MS,
} from '../../support/replicas/token-replicas.ts'

/** Lets a replica send a request and die, so that the outcome of the token is unclear. */
async function leaveUnclear(server: RedisServer, engine: Engine): Promise<void> {
  const dead = await join(server, engine, 'dead', true)
  const { promise: sent, resolve } = Promise.withResolvers<void>()
  const { mutation } = countingMutation({
    async run(_signal, permitSend) {
      await permitSend?.()
      resolve()
      return new Promise<never>(() => {})
    },
  })
  void dead.tokens.once(request, by, mutation)
  await sent
}

describeWithRedis('client tokens of several replicas, when something fails', () => {
  test('send nothing while the engine is down', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const a = await join(server, engine, 'a')
    const { mutation, counts } = countingMutation()
    await server.kill()
    await expect(a.tokens.once(request, by, mutation)).rejects.toMatchObject({
      name: 'CoordinationUnavailable',
    })
    expect(counts.sent).toBe(0)
  })

  test.each(['kill', 'pause'] as const)(
    'send nothing if the engine fails before the request (%s)',
    async (fault) => {
      await using server = await startRedis({ appendonly: true })
      using engine = await connectEngine(server, { hasDeadlines: true })
      const a = await join(server, engine, 'a')
      const { mutation, counts } = countingMutation()
      const interrupted = countingMutation({
        async run(signal, permitSend) {
          await server[fault]()
          return mutation.run(signal, permitSend)
        },
      })
      await expect(a.tokens.once(request, by, interrupted.mutation)).rejects.toMatchObject({
        name: 'CoordinationUnavailable',
      })
      expect(counts.sent).toBe(0)
      if (fault === 'kill') await server.restart()
      else server.resume()
      // The end of the run is recorded as soon as the engine is back, so that a repeat runs.
      const retry = async () => (await a.tokens.once(request, by, mutation).catch(() => undefined))?.result
      await expect.poll(retry, { timeout: 30_000 }).toBe('result 1')
    },
  )

  test.each(['begun', 'sent'])(
    'are not held by a beginning whose reply was lost (of a token that was %s)',
    async (state) => {
      await using server = await startRedis()
      using engineA = await connectEngine(server, { hasDeadlines: true })
      using engineB = await connectEngine(server)
      const a = await join(server, engineA, 'a')
      const b = await join(server, engineB, 'b')
      const { mutation, counts } = countingMutation()
      // The engine knows the script after this.
      await b.tokens.once({ ...request, key: 'another token' }, by, countingMutation().mutation)
      if (state === 'sent') await leaveUnclear(server, engineB)
      server.pause()
      await expect(a.tokens.once(request, by, mutation)).rejects.toMatchObject({
        name: 'CoordinationUnavailable',
      })
      // Only now does the engine read what replica a has sent. That replica lives on, but runs nothing.
      server.resume()
      const repeated = b.tokens.once(request, { signal: AbortSignal.timeout(30_000) }, mutation)
      expect((await repeated)?.result).toBe(state === 'sent' ? 'unknown' : 'result 1')
      expect(counts).toEqual(state === 'sent' ? { sent: 0, reconciled: 1 } : { sent: 1, reconciled: 0 })
    },
  )

  test('send nothing if too much time has passed since that was recorded', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await server.command('ZADD', MEMBERS, '32503680000000', 'a')
    let now = 0
    const store = createTokens({
      engine,
      replica: 'a',
      members: MEMBERS,
      clock: { now: () => now },
      schedule: systemSchedule,
    })
    const token = await store.begin({ ...request, settleMs: SETTLE_MS })
    if (token.state !== 'begun') throw new Error(token.state)
    const proceed = await token.run.sent()
    now += 2000
    expect(proceed).toThrow('Too much time has passed')
  })

  test('send nothing if another replica has taken over', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a', true)
    const b = await join(server, engineB, 'b')
    const { mutation, counts } = countingMutation()
    const paused = countingMutation({
      async run(signal, permitSend) {
        await b.tokens.once(request, by, mutation)
        return mutation.run(signal, permitSend)
      },
    })
    await expect(a.tokens.once(request, by, paused.mutation)).rejects.toThrow('taken over')
    expect(counts.sent).toBe(1)
    // The end of the late run does not replace the result.
    expect(await a.tokens.once(request, by, mutation)).toEqual({ result: 'result 1', isRepeat: true })
  })

  test('store the result once the engine is back', async () => {
    await using server = await startRedis({ appendonly: true })
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const { mutation } = countingMutation()
    const interrupted = countingMutation({
      async run(signal, permitSend) {
        const settled = await mutation.run(signal, permitSend)
        await server.kill()
        return settled
      },
    })
    expect(await a.tokens.once(request, by, interrupted.mutation)).toMatchObject({ result: 'result 1' })
    // A repeat at the same replica needs no engine.
    expect(await a.tokens.once(request, by, mutation)).toEqual({ result: 'result 1', isRepeat: true })
    await server.restart()
    const repeat = async () => (await b.tokens.once(request, by, mutation).catch(() => undefined))?.result
    await expect.poll(repeat, { timeout: 30_000 }).toBe('result 1')
  })

  test('stop waiting for another replica when the caller leaves', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const hanging = hangingMutation()
    void a.tokens.once(request, by, hanging.mutation)
    await hanging.started
    const controller = new AbortController()
    const waiting = b.tokens.once(request, { signal: controller.signal }, hanging.mutation)
    controller.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
  })

  test('expire with their results, and contain neither callers, tokens nor inputs', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const a = await join(server, engine, 'a')
    await a.tokens.once(request, by, countingMutation().mutation)
    const [key] = [await engine.send(['KEYS', '*:t1:*'])].flat()
    const dump = JSON.stringify([key, await engine.send(['HGETALL', String(key)])])
    expect(dump).toContain('result 1')
    expect(dump).not.toMatch(/jane|order-66|sesame|password/)
    const remaining = Number(await engine.send(['PTTL', String(key)]))
    expect(remaining).toBeGreaterThan(590_000)
    expect(remaining).toBeLessThanOrEqual(600_000)
  })
})
