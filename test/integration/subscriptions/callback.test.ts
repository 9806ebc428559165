import { expect, test } from 'vitest'
import {
  acknowledge,
  type CallbackRouter,
  startCallbackRouter,
  subscribeByCallback,
  VERIFIER,
} from '../../support/callback-router.ts'
import { createTestTime, startGateway } from '../../support/gateway.ts'
import { startServer } from '../server/support.ts'
import { createSourceSchema } from './support.ts'

const EVENTS = 'subscription { event { text } }'

/** A server whose one subscription the test feeds, and a router that it may call. */
async function startCallbacks({ maxSubscriptions = 10, shutdownGraceMs = 600_000 } = {}) {
  await using started = new AsyncDisposableStack()
  const time = createTestTime()
  const router = started.use(await startCallbackRouter())
  const { schema, source } = createSourceSchema()
  const callbacks = { urls: [router.url], maxSubscriptions, timeoutMs: 5_000 }
  const server = started.use(
    await startServer({ schema, schedule: time.schedule, callbacks, shutdownGraceMs }),
  )
  const running = started.move()
  return { time, router, source, server, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function subscribe(url: string, router: CallbackRouter, options: { heartbeatIntervalMs?: number } = {}) {
  return subscribeByCallback(url, EVENTS, { callbackUrl: `${router.url}/one`, ...options })
}

/** Waits for what has no event of its own. */
function eventually<Value>(read: () => Value) {
  return expect.poll(read, { interval: 5, timeout: 30_000 })
}

function actionsOf({ messages }: CallbackRouter): readonly string[] {
  return messages.map(({ action }) => action)
}

test('a router confirms the subscription, is answered, told each event in order, and that it is complete', async () => {
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

test('a slow router is told one thing at a time, and no event is read that it has not room for', async () => {
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
    // Exactly those that were sent have been read.
    expect(source.asked()).toBe(index + 1)
    gate.resolve()
  }
  await router.received(5)
  expect(actionsOf(router)).toEqual(['check', 'next', 'next', 'next', 'complete'])
  expect(router.atOnce()).toBe(1)
})

test('errors are masked, those of an event and the one that ends the subscription', async () => {
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

test('heartbeats come well within the interval that the router asks for, and not after the end', async () => {
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

test('an interval of 0 asks for no heartbeats', async () => {
  await using context = await startCallbacks()
  const { router, server, time } = context
  await subscribe(server.url, router, { heartbeatIntervalMs: 0 })
  await eventually(() => time.timers()).toBe(0)
})

test.each(['check', 'next'] as const)(
  '404 to a %s ends the subscription without another word',
  async (action) => {
    await using context = await startCallbacks()
    const { router, source, server, time } = context
    await subscribe(server.url, router, { heartbeatIntervalMs: 6_000 })
    router.answer = () => 404
    await eventually(time.delays).toEqual([4_000])
    if (action === 'check') time.advance(4_000)
    else source.push({ text: 'one' })
    await source.returned
    await eventually(() => time.timers()).toBe(0)
    expect(actionsOf(router)).toEqual(['check', action])
  },
)

test.each([
  ['answers 500', 500],
  ['answers 503', 503],
  ['answers 429', 429],
] as const)(
  'a router that %s is told again, ever later, in order, and loses nothing',
  async (_what, answer) => {
    await using context = await startCallbacks()
    const { router, source, server, time } = context
    await subscribe(server.url, router)
    router.answer = () => answer
    source.push({ text: 'one' })
    source.push({ text: 'two' })
    for (const [index, delayMs] of [200, 400].entries()) {
      await router.received(index + 2)
      await eventually(time.delays).toEqual([delayMs])
      if (index === 1) router.answer = acknowledge
      time.advance(delayMs)
    }
    source.end()
    await router.received(6)
    const told = router.messages.map(({ action, payload }) => payload?.data ?? action)
    const [one, two] = ['one', 'two'].map((text) => ({ event: { text } }))
    expect(told).toEqual(['check', one, one, one, two, 'complete'])
  },
)

test('a router that never answers is given five seconds, four times, then one last word', async () => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = ({ action }) => (action === 'next' ? 'never' : 200)
  source.push({ text: 'one' })
  for (let attempt = 1; attempt <= 4; attempt++) {
    await router.received(attempt + 1)
    expect(time.delays()).toEqual([5_000])
    time.advance(5_000)
    if (attempt === 4) break
    const pauseMs = 200 * 2 ** (attempt - 1)
    await eventually(time.delays).toEqual([pauseMs])
    time.advance(pauseMs)
  }
  await source.returned
  await router.received(6)
  expect(actionsOf(router)).toEqual(['check', 'next', 'next', 'next', 'next', 'complete'])
  expect(router.messages.at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'CALLBACK_FAILED' })
  await eventually(() => time.timers()).toBe(0)
})

test.each([
  ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
  ['a refusal', 401],
] as const)('%s is not followed and not tried again', async (_what, answer) => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = ({ action }) => (action === 'next' ? answer : 200)
  source.push({ text: 'one' })
  await source.returned
  await router.received(3)
  expect(router.messages.map(({ path }) => path)).toEqual(Array(3).fill('/callback/one'))
  expect(actionsOf(router)).toEqual(['check', 'next', 'complete'])
  await eventually(() => time.timers()).toBe(0)
})

test.each([
  ['does not know it', 404],
  ['denies the verifier', 401],
  ['is a page that greets everybody', 200],
  ['redirects', { status: 302, headers: { location: '/elsewhere' } }],
] as const)('a URL that %s gets no subscription', async (_what, answer) => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  router.answer = () => answer
  const response = await subscribe(server.url, router)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'CALLBACK_FAILED' } }] })
  expect(actionsOf(router)).toEqual(['check'])
  await source.returned
  expect(time.timers()).toBe(0)
})

test.each([
  ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a refused argument', 'subscription { refused { text } }', 'BAD_USER_INPUT'],
])('%s is answered at once, and nobody is called', async (_what, query, code) => {
  await using context = await startCallbacks()
  const { router, server } = context
  const response = await subscribeByCallback(server.url, query, { callbackUrl: `${router.url}/one` })
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
  expect(router.messages).toEqual([])
})

test('a query is answered as ever, whatever else is asked for', async () => {
  await using context = await startCallbacks()
  const { router, server } = context
  const response = await subscribeByCallback(server.url, '{ hello }', { callbackUrl: `${router.url}/one` })
  expect([response.status, await response.json()]).toEqual([200, { data: { hello: 'world' } }])
  expect(router.messages).toEqual([])
})

test('a GET, which any page can have a browser send, calls nobody', async () => {
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

test('no more subscriptions at a time than there may be, and one that ends makes room', async () => {
  await using context = await startCallbacks({ maxSubscriptions: 1 })
  const { router, source, server } = context
  await subscribe(server.url, router)
  const refused = await subscribe(server.url, router)
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] })
  expect(router.messages).toHaveLength(1)
  source.end()
  await router.received(2)
  await eventually(async () => (await subscribe(server.url, router)).status).toBe(200)
})

test('stopping completes it, and leaves no timer', async () => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router, { heartbeatIntervalMs: 6_000 })
  await server.stop()
  await source.returned
  expect(actionsOf(router)).toEqual(['check', 'complete'])
  expect(router.messages.at(-1)).not.toHaveProperty('errors')
  expect(time.timers()).toBe(0)
})

test('a router that does not answer holds a stop up no longer than its grace', async () => {
  await using context = await startCallbacks({ shutdownGraceMs: 1_000 })
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = () => 'never'
  source.push({ text: 'one' })
  await router.received(2)
  const stopped = server.stop()
  time.advance(1_000)
  await stopped
  expect(time.timers()).toBe(0)
  expect(router.atOnce()).toBe(1)
})

test('the gateway’s events, from a log in which nobody finds the verifier', async () => {
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

  // The router forgets it: the next event is the last, and polling ends with it.
  router.answer = () => 404
  await start('other')
  await eventually(() => log.some((line) => line.includes('"outcome":"gone"'))).toBe(true)
  time.advance(5_000)
  await eventually(() => time.timers()).toBe(0)
  expect(log.length).toBeGreaterThan(5)
  expect(log.filter((line) => line.includes(VERIFIER))).toEqual([])
})
