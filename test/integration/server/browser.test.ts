import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startServer } from './support.ts'

const CONSOLE = 'https://console.example.com'
const query = encodeURIComponent('{hello}')

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request with any headers; `fetch` does not let its caller choose `Host` and `Sec-Fetch-Site`. */
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
  ['a program', {}, 200],
  ['a page of ours', { headers: { 'sec-fetch-site': 'same-origin' } }, 200],
  [
    'a page of ours behind a proxy that renames it',
    { headers: { 'sec-fetch-site': 'same-origin', origin: 'https://our.example' } },
    200,
  ],
  [
    'a page of another site',
    { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } },
    403,
  ],
  [
    'a page of a sister site',
    { headers: { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' } },
    403,
  ],
  [
    'a page of another site that hides its origin',
    { headers: { 'sec-fetch-site': 'cross-site', origin: 'null' } },
    403,
  ],
  ['a page of another site, by an old browser', { headers: { origin: 'https://evil.example' } }, 403],
  ['a page of no origin, by an old browser', { headers: { origin: 'null' } }, 403],
  ['a listed page', { headers: { 'sec-fetch-site': 'cross-site', origin: CONSOLE } }, 200],
  ['a page whose origin begins like a listed one', { headers: { origin: `${CONSOLE}.evil.example` } }, 403],
  ['a listed page over plain HTTP', { headers: { origin: CONSOLE.replace('https', 'http') } }, 403],
  [
    'a query by GET from another site',
    { method: 'GET', path: `/graphql?query=${query}`, headers: { 'sec-fetch-site': 'cross-site' } },
    403,
  ],
  [
    'a query by GET that somebody typed',
    { method: 'GET', path: `/graphql?query=${query}`, headers: { 'sec-fetch-site': 'none' } },
    200,
  ],
  ['an event stream for another site', { headers: { ...sse, 'sec-fetch-site': 'cross-site' } }, 403],
  [
    'an event stream by GET for another site',
    { method: 'GET', path: `/graphql?query=${query}`, headers: { ...sse, 'sec-fetch-site': 'cross-site' } },
    403,
  ],
  [
    'a link from another site to GraphiQL',
    { method: 'GET', headers: { accept: 'text/html', 'sec-fetch-site': 'cross-site' } },
    200,
  ],
])('%s is answered as it should be', async ([, sent, status]) => {
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
])('a form of %s is run for no page, not even for one of ours', async (type) => {
  await using server = await startServer()
  for (const site of ['same-origin', 'cross-site']) {
    const { status } = await send(server.url, { headers: { 'content-type': type, 'sec-fetch-site': site } })
    expect(status).toBe(site === 'cross-site' ? 403 : 415)
  }
  expect(server.contexts).toEqual([])
})

test('a mutation is not run by GET, wherever from', async () => {
  await using server = await startServer()
  const path = `/graphql?query=${encodeURIComponent('mutation { change }')}`
  const { status } = await send(server.url, {
    method: 'GET',
    path,
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  expect(status).toBe(405)
})

test('a listed page may ask first, send tokens and read answers, errors too; another one may not', async () => {
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

test('without listed origins no answer is shared', async () => {
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
])('where nobody says who they are, an operation for the host "%s" is %i', async ([host, status]) => {
  await using server = await startServer({ allowedHosts: ['gateway.internal'] })
  expect((await send(server.url, { headers: { host } })).status).toBe(status)
})

test.for(['/healthz', '/readyz', '/metrics'])('%s answers whatever host a probe asks for', async (path) => {
  for (const options of [{}, { auth: { routerSecret: 'x'.repeat(32) }, allowedHosts: ['our.example'] }]) {
    await using server = await startServer(options)
    for (const host of ['10.1.2.3:4000', '127.0.0.1:4000', '[fd00::1]:4000', 'gateway-7f9.pods.local']) {
      for (const method of ['GET', 'HEAD']) {
        expect((await send(server.url, { method, path, headers: { host } })).status).toBe(200)
      }
    }
  }
})

test('where callers say who they are, every host will do unless some are listed', async () => {
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
  ['a program', {}, 101],
  ['a page of another site', { origin: 'https://evil.example' }, 403],
  ['a page of a listed origin', { origin: CONSOLE }, 101],
  ['a page of a site that leads its name here', { origin: 'http://evil.example', host: 'evil.example' }, 403],
])('a WebSocket for %s is %i', async ([, headers, status]) => {
  await using server = await startServer({ corsOrigins: [CONSOLE] })
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', { headers })
  const refused = once(socket, 'unexpected-response').then(([, response]) => {
    response.destroy()
    return response.statusCode
  })
  socket.on('error', () => {})
  expect(await Promise.race([once(socket, 'open').then(() => 101), refused])).toBe(status)
  socket.terminate()
})
