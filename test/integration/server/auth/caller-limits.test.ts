import { createClient as createSseClient } from 'graphql-sse'
import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { connect, start } from './connections.ts'

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
  await expect.poll(async () => (await open('ada')).outcome).toBe('connection_ack')
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
