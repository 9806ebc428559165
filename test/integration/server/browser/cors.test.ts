import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startServer } from '../support.ts'

const CONSOLE = 'https://console.example.com'

async function send(url: string, method: string, headers: Readonly<Record<string, string>>) {
  const outgoing = request(url, { method, headers: { 'content-type': 'application/json', ...headers } })
  outgoing.end(method === 'POST' ? '{"query":"{ hello }"}' : undefined)
  const [response] = await once(outgoing, 'response')
  const body = await text(response)
  return { headers: response.headers, error: body === '' ? undefined : JSON.parse(body).errors?.[0] }
}

test.for([
  ['Apollo Client', 'apollo-require-preflight, x-apollo-operation-name, x-apollo-operation-id'],
  ['Apollo Studio', 'apollographql-client-name, apollographql-client-version'],
  ['urql, Relay and graphql-request', 'accept, authorization, content-type, x-requested-with'],
  ['Hive', 'graphql-client-name, x-graphql-client-version'],
  ['OpenTelemetry', 'traceparent, tracestate, baggage'],
  ['Sentry', 'sentry-trace, baggage'],
  ['Zipkin', 'b3, x-b3-traceid, x-b3-spanid, x-b3-sampled'],
  ['Datadog', 'x-datadog-trace-id, x-datadog-parent-id, x-datadog-origin, x-datadog-sampling-priority'],
  ['X-Ray and others', 'x-amzn-trace-id, x-cloud-trace-context, newrelic, elastic-apm-traceparent'],
  ['CORS_HEADERS', 'x-tenant'],
])('allows the headers of %s in a preflight', async ([, asked = '']) => {
  await using server = await startServer({ corsOrigins: [CONSOLE], corsHeaders: ['x-tenant'] })
  const { headers } = await send(server.url, 'OPTIONS', {
    origin: CONSOLE,
    'access-control-request-method': 'POST',
    'access-control-request-headers': asked,
  })
  const allowed = String(headers['access-control-allow-headers']).split(', ')
  expect(allowed).toEqual(expect.arrayContaining(asked.split(', ')))
})

test('exposes request id and Retry-After to allowed origins, also on errors', async () => {
  await using server = await startServer({ corsOrigins: [CONSOLE] })
  const { headers, error } = await send(server.url.replace('/graphql', '/nope'), 'POST', { origin: CONSOLE })
  expect(error.extensions.code).toBe('NOT_FOUND')
  expect(headers['access-control-allow-origin']).toBe(CONSOLE)
  const exposed = String(headers['access-control-expose-headers']).split(', ')
  expect(exposed).toEqual(
    expect.arrayContaining(['x-request-id', 'retry-after', 'ratelimit', 'www-authenticate']),
  )
})

test.for([
  [{ origin: 'https://evil.example' }, 'The origin "https://evil.example" is not allowed'],
  [{ origin: 'null' }, 'Origin `null`'],
  [{ 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site: cross-site'],
  [{ origin: `https://${'x'.repeat(5000)}.example` }, '…'],
] as const)('names the rejected origin in response and log: %j', async ([headers, words]) => {
  await using server = await startServer({ corsOrigins: [CONSOLE] })
  const { error } = await send(server.url, 'POST', headers)
  expect(error.message).toContain(words)
  expect(error.message).toContain('CORS_ORIGINS')
  expect(error.message.length).toBeLessThan(400)
  expect(server.logs).toContainEqual(expect.objectContaining({ msg: error.message }))
})

test('names the rejected origin of a WebSocket in the log', async () => {
  await using server = await startServer()
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', {
    headers: { origin: 'https://evil.example' },
  })
  socket.on('error', () => {})
  const [, response] = await once(socket, 'unexpected-response')
  expect(JSON.parse(await text(response)).errors[0].extensions.code).toBe('ORIGIN_NOT_ALLOWED')
  expect(server.logs).toContainEqual(expect.objectContaining({ origin: 'https://evil.example' }))
})

test.for([
  ['HTTPS://CONSOLE.EXAMPLE.COM', CONSOLE, undefined],
  ['http://gw.example', undefined, 'gw.example:80'],
])('allows the origin %s', async ([origin = '', listed, host]) => {
  await using server = await startServer({
    corsOrigins: listed === undefined ? [] : [listed],
    allowedHosts: ['gw.example'],
  })
  const { error } = await send(server.url, 'POST', { origin, ...(host !== undefined && { host }) })
  expect(error).toBeUndefined()
})
