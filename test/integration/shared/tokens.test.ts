import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock, systemSchedule } from '../../../src/clock.ts'
import { type ClientTokens, createClientTokens } from '../../../src/schema/mutation/client-tokens.ts'
import type { IdempotentMutation, Settled } from '../../../src/schema/mutation/idempotent-mutation.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createTokens } from '../../../src/shared/redis/peers/tokens.ts'
import { connectEngine, PREFIX } from '../../support/engine.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'

const MEMBERS = `${PREFIX}members`
const SETTLE_MS = 300
const request = {
  caller: 'jane',
  key: '["default@us-east-1","order-66"]',
  input: '["create",{"password":"sesame"}]',
}

interface Replica {
  readonly engine: Engine
  readonly tokens: ClientTokens
}

/** Connects a replica that is a member until the engine's year 3000; with `isDead`, it is not. */
async function join(server: RedisServer, engine: Engine, name: string, isDead = false): Promise<Replica> {
  if (!isDead) await server.command('ZADD', MEMBERS, '32503680000000', name)
  const store = createTokens({
    engine,
    replica: name,
    members: MEMBERS,
    clock: systemClock,
    schedule: systemSchedule,
  })
  return {
    engine,
    tokens: createClientTokens(systemClock, { store, settleMs: SETTLE_MS, schedule: systemSchedule }),
  }
}

async function die(server: RedisServer, name: string): Promise<void> {
  await server.command('ZREM', MEMBERS, name)
}

/** Mutation that sends one request and succeeds; it counts what it does. */
function countingMutation(options: Partial<IdempotentMutation<string>> = {}) {
  const counts = { sent: 0, reconciled: 0 }
  const mutation: IdempotentMutation<string> = {
    async run(_signal, permitSend) {
      const proceed = await permitSend?.()
      proceed?.()
      counts.sent++
      return { result: `result ${counts.sent}`, keep: true }
    },
    async reconcile() {
      counts.reconciled++
      return { result: 'unknown', keep: false }
    },
    encode: (result) => ({ stored: result }),
    decode: (stored) => String(Object(stored).stored),
    ...options,
  }
  return { mutation, counts }
}

const by = { signal: undefined }

/** Mutation that hangs before it sends a request. */
function hangingMutation() {
  const { promise: started, resolve } = Promise.withResolvers<void>()
  const { mutation } = countingMutation({
    run() {
      resolve()
      return new Promise<Settled<string>>(() => {})
    },
  })
  return { mutation, started }
}

describeWithRedis('client tokens of several replicas', () => {
  test('run once when both replicas get the request at the same time', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const { mutation, counts } = countingMutation()
    const results = await Promise.all([
      a.tokens.once(request, by, mutation),
      b.tokens.once(request, by, mutation),
      a.tokens.once(request, by, mutation),
      b.tokens.once(request, by, mutation),
    ])
    expect(counts.sent).toBe(1)
    expect(results.map((each) => each?.result)).toEqual(Array(4).fill('result 1'))
    expect(results.filter((each) => each?.isRepeat)).toHaveLength(3)
  })

  test('repeat the stored result at another replica, even after the first one died', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const { mutation, counts } = countingMutation()
    await a.tokens.once(request, by, mutation)
    await die(server, 'a')
    expect(await b.tokens.once(request, by, mutation)).toEqual({ result: 'result 1', isRepeat: true })
    expect(counts).toEqual({ sent: 1, reconciled: 0 })
  })

  test('reject another input at another replica', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const { mutation, counts } = countingMutation()
    await a.tokens.once(request, by, mutation)
    expect(await b.tokens.once({ ...request, input: 'another' }, by, mutation)).toBe(undefined)
    // The rejected input is not remembered.
    expect(await b.tokens.once(request, by, mutation)).toMatchObject({ result: 'result 1' })
    expect(counts.sent).toBe(1)
  })

  test('run again at another replica after a transient failure', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const throttled = countingMutation({ run: async () => ({ result: 'throttled', keep: false }) })
    expect(await a.tokens.once(request, by, throttled.mutation)).toMatchObject({ result: 'throttled' })
    const failing = countingMutation({ run: () => Promise.reject(new Error('lost')) })
    await expect(a.tokens.once(request, by, failing.mutation)).rejects.toThrow('lost')
    const { mutation } = countingMutation()
    expect(await b.tokens.once(request, by, mutation)).toEqual({ result: 'result 1', isRepeat: false })
  })

  test('never send again after a failure that leaves the outcome unknown', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const failing = countingMutation({
      async run(_signal, permitSend) {
        const proceed = await permitSend?.()
        proceed?.()
        throw new Error('unreadable response')
      },
    })
    await expect(a.tokens.once(request, by, failing.mutation)).rejects.toThrow('unreadable response')
    const { mutation, counts } = countingMutation()
    expect(await b.tokens.once(request, by, mutation)).toEqual({ result: 'unknown', isRepeat: true })
    expect(counts).toEqual({ sent: 0, reconciled: 1 })
  })

  test('run at another replica if the first one died before it sent the request', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const hanging = hangingMutation()
    void a.tokens.once(request, by, hanging.mutation)
    await hanging.started
    const { mutation, counts } = countingMutation()
    const repeat = b.tokens.once(request, by, mutation)
    expect(await Promise.race([repeat, delay(150, 'waits')])).toBe('waits')
    await die(server, 'a')
    expect(await repeat).toEqual({ result: 'result 1', isRepeat: false })
    expect(counts.sent).toBe(1)
  })

  test('are remembered as long for a run that takes over as for the first', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const hanging = hangingMutation()
    void a.tokens.once(request, by, hanging.mutation)
    await hanging.started
    await die(server, 'a')
    const [key = ''] = [await engineB.send(['KEYS', '*:t1:*'])].flat()
    // The first run began almost ten minutes ago.
    await engineB.send(['PEXPIRE', String(key), '5000'])
    await b.tokens.once(request, by, countingMutation().mutation)
    expect(Number(await engineB.send(['PTTL', String(key)]))).toBeGreaterThan(590_000)
  })

  test('never send again what a dead replica sent, however often it is repeated', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    const sent = Promise.withResolvers<void>()
    const hanging = countingMutation({
      async run(_signal, permitSend) {
        const proceed = await permitSend?.()
        proceed?.()
        sent.resolve()
        return new Promise(() => {})
      },
    })
    void a.tokens.once(request, by, hanging.mutation)
    await sent.promise
    const sentAt = performance.now()
    await die(server, 'a')
    const ages: number[] = []
    let isShown = false
    const { mutation, counts } = countingMutation({
      async reconcile(ageMs) {
        ages.push(ageMs)
        return isShown ? { result: 'found', keep: true } : { result: 'unknown', keep: false }
      },
    })
    // The request may still be under way, so that AWS is not asked before the timeout.
    expect(await b.tokens.once(request, by, mutation)).toEqual({ result: 'unknown', isRepeat: true })
    expect(performance.now() - sentAt).toBeGreaterThan(SETTLE_MS - 50)
    expect(await b.tokens.once(request, by, mutation)).toEqual({ result: 'unknown', isRepeat: true })
    isShown = true
    expect(await b.tokens.once(request, by, mutation)).toEqual({ result: 'found', isRepeat: true })
    expect(counts.sent).toBe(0)
    expect(ages).toHaveLength(3)
    expect(ages[0]).toBeGreaterThanOrEqual(SETTLE_MS)
    using engineC = await connectEngine(server)
    const c = await join(server, engineC, 'c')
    expect(await c.tokens.once(request, by, mutation)).toEqual({ result: 'found', isRepeat: true })
  })

  test('reconcile a stored result that this version cannot read', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    const a = await join(server, engineA, 'a')
    const b = await join(server, engineB, 'b')
    await a.tokens.once(request, by, countingMutation().mutation)
    const { mutation, counts } = countingMutation({ decode: () => undefined })
    expect(await b.tokens.once(request, by, mutation)).toMatchObject({ result: 'unknown' })
    expect(counts).toEqual({ sent: 0, reconciled: 1 })
  })

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
      using engine = await connectEngine(server)
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
      await expect.poll(retry, { timeout: 10_000 }).toBe('result 1')
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
    await expect.poll(repeat, { timeout: 10_000 }).toBe('result 1')
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
