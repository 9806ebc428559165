import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { connectEngine } from '../../support/replicas/engine.ts'
import {
  by,
  countingMutation,
  die,
  hangingMutation,
  join,
  request,
  SETTLE_MS,
} from '../../support/replicas/token-replicas.ts'

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

  test('repeat the stored result at another replica after the first died', async () => {
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

  test('run at another replica if the first died before sending', async () => {
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
    // The absence of an answer has no event; a repeat that does not wait is answered within a round trip.
    expect(await Promise.race([repeat, delay(150, 'waits')])).toBe('waits')
    await die(server, 'a')
    expect(await repeat).toEqual({ result: 'result 1', isRepeat: false })
    expect(counts.sent).toBe(1)
  })

  test('expire ten minutes after the run that takes over', async () => {
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

  test('never resend the request of a dead replica', async () => {
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
    const startedAt = performance.now()
    void a.tokens.once(request, by, hanging.mutation)
    await sent.promise
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
    expect(performance.now() - startedAt).toBeGreaterThan(SETTLE_MS - 50)
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
})
