import { once } from 'node:events'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { readUntilBroken } from '../../../support/stream.ts'
import { untilIdle } from '../../../support/until-idle.ts'

const SUBSCRIPTIONS = 20

async function start(env: Readonly<Record<string, string>> = {}) {
  await using started = new AsyncDisposableStack()
  const time = createTestTime()
  const issuer = started.use(await startIssuer(time.clock.now))
  const gateway = started.use(await startGateway({ env: { ...issuer.env, ...env }, ...time }))
  gateway.home.putImageBuilder({ Name: 'builder' })
  const running = started.move()
  return { time, issuer, gateway, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Opens a WebSocket and initialises it; resolves with the acknowledgement or the close code. */
async function connect(url: string, payload?: unknown, headers: Readonly<Record<string, string>> = {}) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init', payload }))
  const acknowledged = once(socket, 'message').then(([message]) => JSON.parse(String(message)).type)
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }))
  return { socket, closed, outcome: await Promise.race([acknowledged, closed]) }
}

test.for<[string, (authorization: string) => [payload?: unknown, headers?: Record<string, string>]]>([
  ['in connection_init', (authorization) => [{ Authorization: authorization }]],
  ['among headers in connection_init', (authorization) => [{ headers: { authorization } }]],
  ['as a header of the upgrade', (authorization) => [undefined, { authorization }]],
])('opens a WebSocket with a token %s', async ([, make]) => {
  await using company = await start()
  const { socket, outcome } = await connect(
    company.gateway.url,
    ...make(`Bearer ${await company.issuer.token()}`),
  )
  expect(outcome).toBe('connection_ack')
  socket.close()
})

test.for<[string, (issuer: Awaited<ReturnType<typeof startIssuer>>) => Promise<unknown>]>([
  ['no token', async () => undefined],
  ['an expired token', async (issuer) => ({ authorization: `Bearer ${await issuer.token({ exp: 1000 })}` })],
  [
    'a token for another audience',
    async (issuer) => ({ authorization: `Bearer ${await issuer.token({ aud: 'x' })}` }),
  ],
  ['a non-string token', async () => ({ authorization: { Bearer: 1 } })],
])('closes a WebSocket with %s with 4403', async ([, make]) => {
  await using company = await start()
  const { outcome } = await connect(company.gateway.url, await make(company.issuer))
  expect(outcome).toMatchObject({ code: 4403 })
})

test('accepts a WebSocket token up to MAX_HEADER_BYTES and names the limit', async () => {
  await using company = await start()
  const init = async (length: number) => ({
    authorization: `Bearer ${await company.issuer.token({ groups: 'x'.repeat(length) })}`,
  })
  const { socket, outcome } = await connect(company.gateway.url, await init(9000))
  expect(outcome).toBe('connection_ack')
  socket.close()
  const rejected = await connect(company.gateway.url, await init(20_000))
  expect(rejected.outcome).toMatchObject({
    code: 4403,
    reason: expect.stringContaining('MAX_HEADER_BYTES allows 16384'),
  })
})

test('closes a WebSocket with 1013 where tokens cannot be verified', async () => {
  await using company = await start()
  company.issuer.fail(503)
  const authorization = `Bearer ${await company.issuer.token()}`
  const { outcome } = await connect(company.gateway.url, { authorization })
  expect(outcome).toMatchObject({ code: 1013 })
})

test('closes a WebSocket and its subscription with 4403 on token expiry', async () => {
  await using company = await start({ WATCH_LINGER_MS: '0' })
  const { time, issuer, gateway } = company
  const exp = Math.floor(time.clock.now() / 1000) + 60
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  const client = createClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${await issuer.token({ exp })}` },
    on: { closed: (event) => closed.resolve(event as { code: number; reason: string }) },
  })
  const events = client.iterate({
    query: 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }',
  })
  await events.next()
  await events.next()
  time.advance(64_000)
  expect(await Promise.race([closed.promise, events.next().then(() => 'still open')])).toBe('still open')
  time.advance(2_000)
  expect(await closed.promise).toMatchObject({
    code: 4403,
    reason: 'The token has expired: connect with a new one.',
  })
})

test('ends many subscriptions on token expiry with only the 4403 close', async () => {
  await using company = await start()
  const { time, issuer, gateway } = company
  const exp = Math.floor(time.clock.now() / 1000) + 60
  const { socket, closed } = await connect(gateway.url, await issuer.headers({ exp }))
  const synced = Promise.withResolvers<void>()
  const types: string[] = []
  socket.on('message', (data) => {
    const text = String(data)
    types.push(JSON.parse(text).type)
    if (types.length === 2 * SUBSCRIPTIONS) synced.resolve()
  })
  const query = 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }'
  for (let id = 0; id < SUBSCRIPTIONS; id++)
    socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }))
  await synced.promise
  time.advance(66_000)
  expect(await closed).toMatchObject({ code: 4403 })
  expect(new Set(types)).toEqual(new Set(['next']))
})

async function streamUntilExpired(accept: string) {
  await using company = await start()
  const { time, issuer, gateway } = company
  const exp = Math.floor(time.clock.now() / 1000) + 60
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...(await issuer.headers({ exp })) },
    body: '{"query":"subscription { imageBuilderStateChanged(snapshot: true) { kind } }"}',
  })
  const ended = await readUntilBroken(response, (sofar) => {
    if (sofar.includes('SYNCED')) time.advance(66_000)
  })
  await untilIdle(time)
  return ended
}

test('aborts a multipart stream on token expiry without a closing boundary', async () => {
  const { text, broken } = await streamUntilExpired('multipart/mixed;subscriptionSpec=1.0')

  expect(broken).toBe(true)
  expect(text).not.toMatch(/--graphql--|TOKEN_EXPIRED/)
})

test('ends server-sent events on token expiry without a complete event', async () => {
  const { text, broken } = await streamUntilExpired('text/event-stream')

  expect(broken).toBe(false)
  expect(text).toMatch(/\n\n: TOKEN_EXPIRED\..*\n\n$/)
  expect(text).not.toMatch(/event: complete|errors/)
})

test('lets graphql-sse clients reconnect with a new token after expiry', async () => {
  await using company = await start()
  const { time, issuer, gateway } = company
  let connections = 0
  const client = createSseClient({
    url: gateway.url,
    retryAttempts: 1,
    retry: async () => {},
    headers: () => {
      connections++
      return issuer.headers({ exp: Math.floor(time.clock.now() / 1000) + 60 })
    },
  })
  const events = client.iterate({
    query: 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }',
  })
  await events.next()
  await events.next()
  const next = events.next()
  time.advance(66_000)

  expect((await next).value).toMatchObject({ data: { imageBuilderStateChanged: { kind: 'SNAPSHOT' } } })
  expect(connections).toBe(2)
  await events.return?.()
  client.dispose()
})

test('limits connections per caller', async () => {
  await using company = await start({ CALLER_MAX_CONNECTIONS: '2' })
  const { issuer, gateway } = company
  const open = async (sub: string) =>
    connect(gateway.url, { authorization: `Bearer ${await issuer.token({ sub })}` })
  const first = await open('ada')
  const second = await open('ada')
  expect((await open('ada')).outcome).toMatchObject({ code: 1013 })
  const other = await open('grace')
  expect([first.outcome, second.outcome, other.outcome]).toEqual(Array(3).fill('connection_ack'))
  first.socket.close()
  await first.closed
  // The server has processed the close before it sees another connection.
  expect((await open('ada')).outcome).toBe('connection_ack')
})

test('limits subscriptions per caller on all transports and frees ended ones', async () => {
  await using company = await start({ CALLER_MAX_SUBSCRIPTIONS: '2' })
  const { issuer, gateway } = company
  const query = 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }'
  const headers = await issuer.headers()
  const sse = createSseClient({ url: gateway.url, retryAttempts: 0, headers })
  const ws = createClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: headers,
  })
  const first = sse.iterate({ query })
  const second = ws.iterate({ query })
  await Promise.all([first.next(), second.next()])
  const third = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  })
  expect(third.status).toBe(429)
  expect(await third.text()).toContain('TOO_MANY_SUBSCRIPTIONS')
  expect((await ws.iterate({ query }).next()).value?.errors).toMatchObject([
    { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } },
  ])
  await second.return?.()
  await expect.poll(async () => (await ws.iterate({ query }).next()).value?.data).toBeDefined()
  await ws.dispose()
})

test('limits operations per minute and caller over HTTP and WebSocket together', async () => {
  await using company = await start({ RATE_LIMIT_PER_MINUTE: '3' })
  const { issuer, gateway } = company
  const headers = await issuer.headers()
  const post = (from: Readonly<Record<string, string>>) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from },
      body: '{"query":"{ __typename }"}',
    })
  const client = createClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: headers,
  })
  const query = '{ __typename }'
  expect((await post(headers)).status).toBe(200)
  expect((await post(headers)).status).toBe(200)
  expect((await client.iterate({ query }).next()).value?.data).toBeDefined()
  const rejected = await post(headers)
  expect(rejected.status).toBe(429)
  expect(Number(rejected.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await rejected.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] })
  await expect(client.iterate({ query }).next()).rejects.toMatchObject([
    { extensions: { code: 'RATE_LIMITED' } },
  ])
  expect((await post(await issuer.headers({ sub: 'grace' }))).status).toBe(200)
  await client.dispose()
})
