import { createClient as createSseClient } from 'graphql-sse'
import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { readUntilBroken } from '../../../support/clients/stream.ts'
import type { startIssuer } from '../../../support/issuer.ts'
import { untilIdle } from '../../../support/until-idle.ts'
import { connect, start } from './connections.ts'

const SUBSCRIPTIONS = 20

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
