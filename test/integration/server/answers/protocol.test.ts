import { trace } from '@opentelemetry/api'
import { auditServer } from 'graphql-http'
import { afterAll, expect, test } from 'vitest'
import { openRaw, post, statusOf } from '../../../support/clients/raw-connection.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import { type AnsweringServer, startAnswering } from './support.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)

test('passes the audits of GraphQL over HTTP with kept answers', async () => {
  const createContext = () => ({
    // The audits query `__typename` only, which reads nothing.
    reads: { dependencies: () => [] },
    responseExtensions: () => undefined,
    deferredErrors: [],
  })
  await using server = await startAnswering({ createContext })
  await auditServer({ url: server.url })
  const { hit: before = 0 } = await server.outcomes()
  const results = await auditServer({ url: server.url })
  const { hit: after = 0 } = await server.outcomes()

  expect(results.filter(({ status }) => status !== 'ok')).toEqual([])
  expect(results).toHaveLength(61)
  expect(after).toBeGreaterThan(before)
})

test('ends a span for each kept answer', async () => {
  await using server = await startAnswering()
  const parent = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
  await server.query('query Named { value }').then((response) => response.text())
  spans.take()
  await server.query('query Named { value }', { headers: parent }).then((response) => response.text())
  const [span, ...others] = spans.take()

  expect(others).toEqual([])
  expect(span).toMatchObject({
    name: 'query Named',
    attributes: { 'graphql.operation.type': 'query', 'graphql.operation.name': 'Named' },
  })
  expect(span?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c')
  expect(trace.getActiveSpan()).toBeUndefined()
  expect(server.data.executions()).toBe(1)
})

test.for([
  ['an empty body', ''],
  ['a body that is not JSON', '{"query": "{ value }"'],
  ['a batch', '[{"query":"{ value }"}]'],
  ['invalid UTF-8', Buffer.from('{"query":"{ value }","x":"\xff"}', 'latin1')],
] as const)('rejects %s every time', async ([, body]) => {
  await using server = await startAnswering()

  expect([await statusOf(server.url, post(body)), await statusOf(server.url, post(body))]).toEqual([400, 400])
  expect(server.data.executions()).toBe(0)
})

test('rejects a body that ends early', async () => {
  await using server = await startAnswering()
  const body = '{"query":"{ value }"}'
  const { socket } = await openRaw(server.url)
  socket.write(post(body).subarray(0, -5))
  await server.query('{ value }').then((response) => response.text())
  socket.destroy()
  await expect
    .poll(() => server.logs.filter(({ msg }) => msg === 'request'), { timeout: 10_000 })
    .toHaveLength(2)

  expect(server.data.executions()).toBe(1)
})

const LARGE = JSON.stringify({ query: '{ long(length: 200000) }' })
/** Keep-alive requests of {@link LARGE}, whose answers exceed the buffers of both ends of a connection. */
const MANY = 90

function keptAlive(body: string): string {
  return `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

const untilAborted = ({ logs }: AnsweringServer) =>
  expect
    .poll(() => logs.some(({ msg, aborted }) => msg === 'request' && aborted === true), { timeout: 20_000 })
    .toBe(true)

test('disconnects a client that reads nothing of a kept answer', async () => {
  await using server = await startAnswering({ timeouts: { responseMs: 100 } })
  await server.query('{ long(length: 200000) }').then((response) => response.text())
  const { socket } = await openRaw(server.url)
  socket.pause()
  socket.write(keptAlive(LARGE).repeat(MANY))
  await untilAborted(server)

  expect(server.data.executions()).toBe(1)
  socket.destroy()
})

test('disconnects a client that reads nothing of answers behind a slow one', async () => {
  await using server = await startAnswering({ timeouts: { responseMs: 100 } })
  await server.query('{ long(length: 200000) }').then((response) => response.text())
  const { socket } = await openRaw(server.url)
  socket.pause()
  socket.write(keptAlive('{"query":"{ slow }"}') + keptAlive(LARGE).repeat(MANY))
  await expect.poll(server.outcomes).toMatchObject({ hit: MANY })
  server.gate.open()
  await untilAborted(server)

  socket.destroy()
})
