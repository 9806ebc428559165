import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startGateway, type TestGateway } from '../../../support/gateway.ts'
import { type Issuer, startIssuer } from '../../../support/issuer.ts'
import { scrape } from '../../../support/metrics.ts'
import type { Abuse } from './abuse.ts'
import { documents } from './documents.ts'
import { requests } from './requests.ts'
import { strangers } from './strangers.ts'

const METRICS_TOKEN = 'the-token-of-the-metrics'
/** One gateway for all abuse: damage by one request affects the next. */
let gateway: TestGateway
let issuer: Issuer
const log: string[] = []

beforeAll(async () => {
  issuer = await startIssuer()
  const env = { ...issuer.env, SUBSCRIPTION_CALLBACK_URLS: 'https://router.example/callback' }
  gateway = await startGateway({ env, onLog: (line) => log.push(line) })
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await issuer[Symbol.asyncDispose]()
})

async function send({ method = 'POST', path = '/graphql', headers = {}, body }: Abuse) {
  const own = typeof headers === 'function' ? await headers(issuer) : headers
  const { origin } = new URL(gateway.url)
  // Sends the request manually: `fetch` normalises paths and does not allow setting Origin.
  const outgoing = request(origin, {
    method,
    path,
    // Without an agent: it would reuse a connection that was just closed.
    agent: false,
    headers: {
      accept: 'application/graphql-response+json',
      ...(method === 'POST' && !('content-type' in own) && { 'content-type': 'application/json' }),
      ...(await issuer.headers()),
      ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== '')),
    },
  })
  if (own['authorization'] === '') outgoing.removeHeader('authorization')
  if (own['content-type'] === '') outgoing.removeHeader('content-type')
  const content = body ?? (method === 'POST' ? { query: '{ imageBuilders { totalCount } }' } : undefined)
  outgoing.end(typeof content === 'string' || content === undefined ? content : JSON.stringify(content))
  const [response] = await once(outgoing, 'response')
  const answer = await text(response)
  return { status: response.statusCode as number, answer, code: codeIn(answer) }
}

function codeIn(answer: string): string | undefined {
  return answer.startsWith('{') ? JSON.parse(answer).errors?.[0]?.extensions?.code : undefined
}

/** Internals that must not reach clients. */
const INTERNALS = /node_modules|\.ts:\d|at \w+ \(/

test.each([...documents, ...requests, ...strangers].map((abuse): [string, Abuse] => [abuse.title, abuse]))(
  'answers %s with status and code',
  async (_title, abuse) => {
    const { status, code, answer } = await send(abuse)
    expect({ status, code }, answer.slice(0, 500)).toEqual({ status: abuse.status, code: abuse.code })
    expect(answer).not.toMatch(INTERNALS)
    expect(gateway.emulator.calls.all).toEqual([])
  },
)

/** Opens a WebSocket with a valid token, sends a message and returns the close code or the reply. */
async function say(message: string | Buffer): Promise<unknown> {
  const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws', {
    headers: await issuer.headers(),
  })
  socket.on('error', () => {})
  await once(socket, 'open')
  const closed = once(socket, 'close').then(([code]) => code)
  const told = new Promise((resolve) => {
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data))
      if (type === 'connection_ack') socket.send(message)
      if (type === 'error') resolve(payload[0].extensions.code)
    })
  })
  socket.send('{"type":"connection_init"}')
  const outcome = await Promise.race([closed, told])
  socket.terminate()
  return outcome
}

const subscribe = (query: string, extra: object = {}) =>
  JSON.stringify({ id: '1', type: 'subscribe', payload: { query, ...extra } })

test.each<[string, string | Buffer, unknown]>([
  [
    'an alias bomb',
    subscribe(`{ ${Array.from({ length: 51 }, (_, i) => `a${i}: __typename`).join(' ')} }`),
    'TOO_MANY_ALIASES',
  ],
  ['a document of ten thousand tokens', subscribe(`{ ${'__typename '.repeat(10_000)} }`), 'TOO_MANY_TOKENS'],
  [
    'a fragment that spreads itself',
    subscribe('{ ...F } fragment F on Query { ...F }'),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'nested variables',
    subscribe('{ __typename }', { variables: JSON.parse(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`) }),
    'NESTING_TOO_DEEP',
  ],
  ['an oversized frame', subscribe('{ __typename }', { variables: { a: 'x'.repeat(300_000) } }), 1009],
  ['a binary message', Buffer.from('{"type":"ping"}'), 1003],
  ['a message outside the protocol', 'hello', 4400],
  ['a second initialisation', '{"type":"connection_init"}', 4429],
  ['a server-only message', '{"id":"1","type":"next","payload":{}}', 4400],
])('ends %s over a WebSocket', async (_title, message, outcome) => {
  expect(await say(message)).toBe(outcome)
})

test('stays healthy without heap growth after repeated abuse', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const all = () => Promise.all([...documents, ...requests, ...strangers].map(send))
  const heapUsed = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  // Compilation and caching on first use are not leaks.
  for (let round = 0; round < 3; round++) await all()
  log.length = 0
  const before = heapUsed()
  for (let round = 0; round < 10; round++) await all()
  const unexpected = log.filter((line) => line.includes('unexpected error'))
  log.length = 0
  expect(heapUsed() - before).toBeLessThan(5 * 1024 * 1024)
  expect(unexpected).toEqual([])
  expect((await send({ title: 'a query', status: 200 })).answer).toBe(
    '{"data":{"imageBuilders":{"totalCount":0}}}',
  )
})

test('serves protected metrics to the bearer, counting each error code', async () => {
  await using open = await startGateway({ env: { ...issuer.env, METRICS_TOKEN } })
  const ask = (headers: Readonly<Record<string, string>>) =>
    fetch(new URL('/metrics', open.url), { headers }).then(async (response) => {
      await response.body?.cancel()
      return response.status
    })
  expect(await ask({})).toBe(401)
  expect(await ask({ authorization: `Bearer ${METRICS_TOKEN}x` })).toBe(401)
  expect(await ask(await issuer.headers())).toBe(401)
  expect(await ask({ authorization: `Bearer ${METRICS_TOKEN}` })).toBe(200)
  await fetch(open.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  expect(await scrape(open.url, 'errors_total', METRICS_TOKEN)).toContainEqual({
    labels: { code: 'UNAUTHENTICATED' },
    value: 4,
  })
})
