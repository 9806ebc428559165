import { expect, test } from 'vitest'
import {
  acknowledge,
  startCallbackRouter,
  subscribeByCallback,
  VERIFIER,
} from '../../../support/clients/callback-router.ts'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { untilIdle } from '../../../support/until-idle.ts'
import { actionsOf, EVENTS, eventually, startCallbacks, subscribe } from './callback-support.ts'

test('sends check, events in order and complete to the router', async () => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  const answered = Promise.withResolvers<void>()
  router.answer = async (message) => {
    if (message.action === 'next') await answered.promise
    return acknowledge(message)
  }
  source.push({ text: 'one' })
  source.push({ text: 'two' })
  const response = await subscribe(server.url, router)
  expect([response.status, response.headers.get('subscription-protocol')]).toEqual([200, 'callback/1.0'])
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toEqual({ data: null })
  answered.resolve()
  await router.received(3)
  source.end()
  const messages = await router.received(4)
  const about = { kind: 'subscription', id: 'one', verifier: VERIFIER }
  expect(messages.map(({ headers: _, ...message }) => message)).toEqual([
    { ...about, action: 'check', path: '/callback/one' },
    { ...about, action: 'next', path: '/callback/one', payload: { data: { event: { text: 'one' } } } },
    { ...about, action: 'next', path: '/callback/one', payload: { data: { event: { text: 'two' } } } },
    { ...about, action: 'complete', path: '/callback/one' },
  ])
  for (const { headers } of messages) {
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'subscription-protocol': 'callback/1.0',
    })
  }
  expect(router.atOnce()).toBe(1)
  await eventually(() => time.timers()).toBe(0)
})

test('sends one message at a time and reads no event ahead', async () => {
  await using context = await startCallbacks()
  const { router, source, server } = context
  const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
  router.answer = async (message) => {
    if (message.action === 'next') await gates[actionsOf(router).length - 2]?.promise
    return acknowledge(message)
  }
  for (const text of ['one', 'two', 'three']) source.push({ text })
  source.end()
  await subscribe(server.url, router)
  for (const [index, gate] of gates.entries()) {
    await router.received(index + 2)
    // Exactly the sent events have been read.
    expect(source.asked()).toBe(index + 1)
    gate.resolve()
  }
  await router.received(5)
  expect(actionsOf(router)).toEqual(['check', 'next', 'next', 'next', 'complete'])
  expect(router.atOnce()).toBe(1)
})

test('masks the errors of an event and of the end', async () => {
  await using context = await startCallbacks()
  const { router, source, server } = context
  source.push({ error: new Error('secret: connect ECONNREFUSED 10.0.0.1') })
  source.fail(new Error('secret: connect ECONNREFUSED 10.0.0.1'))
  await subscribe(server.url, router)
  const [, next, complete] = await router.received(3)
  const masked = { message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }
  expect(next?.payload).toMatchObject({
    data: { event: { text: null } },
    errors: [{ ...masked, path: ['event', 'text'] }],
  })
  expect(complete).toMatchObject({ action: 'complete', errors: [masked] })
  expect(JSON.stringify(router.messages)).not.toContain('secret')
})

test('sends heartbeats within the requested interval, not after the end', async () => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router, { heartbeatIntervalMs: 6_000 })
  for (let beat = 1; beat <= 3; beat++) {
    await eventually(time.delays).toEqual([4_000])
    time.advance(3_999)
    expect(router.messages).toHaveLength(beat)
    time.advance(1)
    await router.received(beat + 1)
  }
  expect(actionsOf(router)).toEqual(['check', 'check', 'check', 'check'])
  source.end()
  await router.received(5)
  expect(actionsOf(router).at(-1)).toBe('complete')
  await eventually(() => time.timers()).toBe(0)
})

test('sends no heartbeats for an interval of 0', async () => {
  await using context = await startCallbacks()
  const { router, server, time } = context
  await subscribe(server.url, router, { heartbeatIntervalMs: 0 })
  await eventually(() => time.timers()).toBe(0)
})

test.each([
  ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['an invalid argument', 'subscription { rejected { text } }', 'BAD_USER_INPUT'],
])('answers %s at once without calling back', async (_what, query, code) => {
  await using context = await startCallbacks()
  const { router, server } = context
  const response = await subscribeByCallback(server.url, query, { callbackUrl: `${router.url}/one` })
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
  expect(router.messages).toEqual([])
})

test('answers a query as usual, whatever protocol is requested', async () => {
  await using context = await startCallbacks()
  const { router, server } = context
  const response = await subscribeByCallback(server.url, '{ hello }', { callbackUrl: `${router.url}/one` })
  expect([response.status, await response.json()]).toEqual([200, { data: { hello: 'world' } }])
  expect(router.messages).toEqual([])
})

test('does not call back for a GET', async () => {
  await using context = await startCallbacks()
  const { router, source, server } = context
  const subscription = { callbackUrl: `${router.url}/one`, subscriptionId: 'one', verifier: VERIFIER }
  const search = new URLSearchParams({ query: EVENTS, extensions: JSON.stringify({ subscription }) })
  const response = await fetch(`${server.url}?${search}`, {
    headers: { accept: 'application/json;callbackSpec=1.0' },
  })
  expect(response.status).toBe(406)
  await source.returned
  expect(router.messages).toEqual([])
})

test('limits concurrent subscriptions and frees the place of an ended one', async () => {
  await using context = await startCallbacks({ maxSubscriptions: 1 })
  const { router, source, server } = context
  await subscribe(server.url, router)
  const rejected = await subscribe(server.url, router)
  expect(rejected.status).toBe(503)
  expect(await rejected.json()).toMatchObject({
    errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
  })
  expect(router.messages).toHaveLength(1)
  source.end()
  await router.received(2)
  await eventually(async () => (await subscribe(server.url, router)).status).toBe(200)
})

test('completes with SHUTTING_DOWN on stop and leaves no timer', async () => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router, { heartbeatIntervalMs: 6_000 })
  await server.stop()
  await source.returned
  expect(actionsOf(router)).toEqual(['check', 'complete'])
  expect(router.messages.at(-1)?.errors).toMatchObject([{ extensions: { code: 'SHUTTING_DOWN' } }])
  expect(time.timers()).toBe(0)
})

test('completes with TOKEN_EXPIRED on token expiry', async () => {
  const time = createTestTime()
  await using router = await startCallbackRouter()
  await using issuer = await startIssuer(time.clock.now)
  const env = { ...issuer.env, SUBSCRIPTION_CALLBACK_URLS: router.url, WATCH_LINGER_MS: '0' }
  await using gateway = await startGateway({ ...time, env })
  gateway.home.putImageBuilder({ Name: 'builder' })
  const exp = Math.floor(time.clock.now() / 1000) + 60
  await subscribeByCallback(
    gateway.url,
    'subscription { imageBuilderStateChanged(snapshot: true) { kind } }',
    { callbackUrl: `${router.url}/one`, heartbeatIntervalMs: 0 },
    await issuer.headers({ exp }),
  )
  await router.received(3)
  // The last call is acknowledged once its timeout is cleared.
  await eventually(() => time.delays().includes(5_000)).toBe(false)
  time.advance(66_000)
  await eventually(() => actionsOf(router).at(-1)).toBe('complete')
  expect(router.messages.at(-1)?.errors).toMatchObject([{ extensions: { code: 'TOKEN_EXPIRED' } }])
  // Otherwise moving the time would time it out, and it would be sent again.
  await eventually(() => time.delays().includes(5_000)).toBe(false)
  await untilIdle(time)
})

test("sends the gateway's events without logging the verifier", async () => {
  await using router = await startCallbackRouter()
  const log: string[] = []
  const time = createTestTime()
  await using gateway = await startGateway({
    ...time,
    env: { SUBSCRIPTION_CALLBACK_URLS: `https://router.example.com/callback, ${router.url}` },
    onLog: (line) => log.push(line),
  })
  for (const Name of ['builder', 'other']) gateway.home.putImageBuilder({ Name, State: 'STOPPED' })
  await subscribeByCallback(
    gateway.url,
    'subscription { imageBuilderStateChanged(snapshot: true) { kind state } }',
    { callbackUrl: `${router.url}/one` },
  )
  const start = (name: string) =>
    gateway.read(`mutation { startImageBuilder(input: { name: "${name}" }) { __typename } }`)
  await router.received(4)
  await start('builder')
  const messages = await router.received(5)
  expect(messages.flatMap(({ payload }) => payload?.data ?? [])).toEqual([
    { imageBuilderStateChanged: { kind: 'SNAPSHOT', state: 'STOPPED' } },
    { imageBuilderStateChanged: { kind: 'SNAPSHOT', state: 'STOPPED' } },
    { imageBuilderStateChanged: { kind: 'SYNCED', state: null } },
    { imageBuilderStateChanged: { kind: 'STATE_CHANGED', state: 'PENDING' } },
  ])

  // The router rejects it: the next event is the last and ends polling.
  router.answer = () => 404
  await start('other')
  await eventually(() => log.some((line) => line.includes('"outcome":"gone"'))).toBe(true)
  await untilIdle(time)
  expect(log.length).toBeGreaterThan(5)
  expect(log.filter((line) => line.includes(VERIFIER))).toEqual([])
})
