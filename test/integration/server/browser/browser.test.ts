import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startServer } from '../support.ts'

const CONSOLE = 'https://console.example.com'
const query = encodeURIComponent('{hello}')

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request with any headers; `fetch` does not allow setting `Host` and `Sec-Fetch-Site`. */
async function send(url: string, { method = 'POST', path = '/graphql', headers = {} }: Sent) {
  const outgoing = request(new URL(path, url), {
    method,
    headers: { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
  })
  outgoing.end(method === 'POST' ? '{"query":"{ hello }"}' : undefined)
  const [response] = await once(outgoing, 'response')
  const body = await text(response)
  return {
    status: response.statusCode as number,
    headers: response.headers as Readonly<Record<string, string | undefined>>,
    code: body.startsWith('{') ? JSON.parse(body).errors?.[0]?.extensions.code : undefined,
  }
}

const sse = { accept: 'text/event-stream' }

test.for<[what: string, sent: Sent, status: number]>([
  ['a program without Origin', {}, 200],
  ['a same-origin page', { headers: { 'sec-fetch-site': 'same-origin' } }, 200],
  [
    'a same-origin page behind a renaming proxy',
    { headers: { 'sec-fetch-site': 'same-origin', origin: 'https://our.example' } },
    200,
  ],
  ['a cross-site page', { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }, 403],
  ['a same-site page', { headers: { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' } }, 403],
  [
    'a cross-site page with null origin',
    { headers: { 'sec-fetch-site': 'cross-site', origin: 'null' } },
    403,
  ],
  ['a cross-site page in an old browser', { headers: { origin: 'https://evil.example' } }, 403],
  ['a page of null origin in an old browser', { headers: { origin: 'null' } }, 403],
  ['a page of an allowed origin', { headers: { 'sec-fetch-site': 'cross-site', origin: CONSOLE } }, 200],
  ['an origin extending an allowed one', { headers: { origin: `${CONSOLE}.evil.example` } }, 403],
  ['an allowed origin over plain HTTP', { headers: { origin: CONSOLE.replace('https', 'http') } }, 403],
  [
    'a cross-site GET query',
    { method: 'GET', path: `/graphql?query=${query}`, headers: { 'sec-fetch-site': 'cross-site' } },
    403,
  ],
  [
    'a GET query typed into the browser',
    { method: 'GET', path: `/graphql?query=${query}`, headers: { 'sec-fetch-site': 'none' } },
    200,
  ],
  ['a cross-site event stream', { headers: { ...sse, 'sec-fetch-site': 'cross-site' } }, 403],
  [
    'a cross-site event stream by GET',
    { method: 'GET', path: `/graphql?query=${query}`, headers: { ...sse, 'sec-fetch-site': 'cross-site' } },
    403,
  ],
  [
    'a cross-site link to GraphiQL',
    { method: 'GET', headers: { accept: 'text/html', 'sec-fetch-site': 'cross-site' } },
    200,
  ],
])('checks Origin and Sec-Fetch-Site of %s', async ([, sent, status]) => {
  await using server = await startServer({ corsOrigins: [CONSOLE] })
  const answer = await send(server.url, sent)
  expect(answer).toMatchObject({ status, ...(status === 403 && { code: 'ORIGIN_NOT_ALLOWED' }) })
  expect(server.contexts.length > 0).toBe(status === 200 && sent.headers?.['accept'] !== 'text/html')
})

test.for([
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/graphql',
])('rejects a form of %s from any page', async (type) => {
  await using server = await startServer()
  for (const site of ['same-origin', 'cross-site']) {
    const { status } = await send(server.url, { headers: { 'content-type': type, 'sec-fetch-site': site } })
    expect(status).toBe(site === 'cross-site' ? 403 : 415)
  }
  expect(server.contexts).toEqual([])
})

test('never runs a mutation by GET', async () => {
  await using server = await startServer()
  const path = `/graphql?query=${encodeURIComponent('mutation { change }')}`
  const { status } = await send(server.url, {
    method: 'GET',
    path,
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  expect(status).toBe(405)
})

test('allows preflights, tokens and readable errors only to allowed origins', async () => {
  await using server = await startServer({ corsOrigins: [CONSOLE] })
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  }
  const asked = await send(server.url, { method: 'OPTIONS', headers: { ...preflight, origin: CONSOLE } })
  expect(asked.status).toBe(204)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': CONSOLE,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': expect.stringContaining('authorization'),
    vary: 'origin, accept',
  })
  expect(asked.headers).not.toHaveProperty('access-control-allow-credentials')
  const wrong = await send(server.url, { headers: { origin: CONSOLE, 'content-type': 'text/plain' } })
  expect(wrong).toMatchObject({ status: 415, headers: { 'access-control-allow-origin': CONSOLE } })
  const other = await send(server.url, {
    method: 'OPTIONS',
    headers: { ...preflight, origin: 'https://evil.example' },
  })
  expect(other.status).toBe(403)
  expect(other.headers).not.toHaveProperty('access-control-allow-origin')
})

test('shares no response without allowed origins', async () => {
  await using server = await startServer()
  const { headers } = await send(server.url, { headers: { 'sec-fetch-site': 'same-origin' } })
  expect(headers).not.toHaveProperty('access-control-allow-origin')
  expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' })
})

test.for<[host: string, status: number]>([
  ['localhost:4000', 200],
  ['graphql.localhost', 200],
  ['127.0.0.1:1', 200],
  ['127.1.2.3', 200],
  ['[::1]:4000', 200],
  ['LOCALHOST', 200],
  ['gateway.internal:4000', 200],
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost.evil.example', 403],
  ['gateway.internal.evil.example', 403],
  ['10.0.0.1', 403],
  ['[::ffff:10.0.0.1]', 403],
  ['0.0.0.0', 403],
  ['evil.example@localhost:x', 403],
])('answers an unauthenticated operation for the host "%s" with %i', async ([host, status]) => {
  await using server = await startServer({ allowedHosts: ['gateway.internal'] })
  expect((await send(server.url, { headers: { host } })).status).toBe(status)
})

test.for(['/healthz', '/readyz', '/metrics'])('answers %s for any Host header of a probe', async (path) => {
  for (const options of [{}, { auth: { routerSecret: 'x'.repeat(32) }, allowedHosts: ['our.example'] }]) {
    await using server = await startServer(options)
    for (const host of ['10.1.2.3:4000', '127.0.0.1:4000', '[fd00::1]:4000', 'gateway-7f9.pods.local']) {
      for (const method of ['GET', 'HEAD']) {
        expect((await send(server.url, { method, path, headers: { host } })).status).toBe(200)
      }
    }
  }
})

test('allows any host with authentication unless hosts are listed', async () => {
  const auth = { routerSecret: 'x'.repeat(32) }
  const root = (host: string) => ({ method: 'GET', path: '/', headers: { host } })
  await using open = await startServer({ auth })
  expect((await send(open.url, root('any.example'))).status).toBe(302)
  await using listed = await startServer({ auth, allowedHosts: ['our.example'] })
  expect(await send(listed.url, root('any.example'))).toMatchObject({ status: 403, code: 'HOST_NOT_ALLOWED' })
  expect((await send(listed.url, root('our.example'))).status).toBe(302)
  expect((await send(listed.url, root('localhost'))).status).toBe(302)
})

test.for<[what: string, headers: Readonly<Record<string, string>>, status: number]>([
  ['a program without Origin', {}, 101],
  ['a cross-site page', { origin: 'https://evil.example' }, 403],
  ['an allowed origin', { origin: CONSOLE }, 101],
  ['a DNS-rebinding page', { origin: 'http://evil.example', host: 'evil.example' }, 403],
])('allows or rejects a WebSocket from %s', async ([, headers, status]) => {
  await using server = await startServer({ corsOrigins: [CONSOLE] })
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', { headers })
  const rejected = once(socket, 'unexpected-response').then(([, response]) => {
    response.destroy()
    return response.statusCode
  })
  socket.on('error', () => {})
  expect(await Promise.race([once(socket, 'open').then(() => 101), rejected])).toBe(status)
  socket.terminate()
})
