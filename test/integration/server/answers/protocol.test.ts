import { trace } from '@opentelemetry/api'
import { auditServer } from 'graphql-http'
import { afterAll, expect, test } from 'vitest'
import { openRaw, post, statusOf } from '../../../support/clients/raw-connection.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import { startAnswering } from './support.ts'

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

test('disconnects a client that reads nothing of a kept answer', async () => {
  const timeouts = { responseMs: 100 }
  await using server = await startAnswering({ timeouts })
  const query = '{ long(length: 200000) }'
  await server.query(query).then((response) => response.text())
  const { socket } = await openRaw(server.url)
  socket.pause()
  const request = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: ${JSON.stringify({ query }).length}\r\n\r\n${JSON.stringify({ query })}`
  // More than the buffers of both ends hold.
  socket.write(request.repeat(90))
  await expect
    .poll(() => server.logs.some(({ msg, aborted }) => msg === 'request' && aborted === true), {
      timeout: 20_000,
    })
    .toBe(true)

  expect(server.data.executions()).toBe(1)
  socket.destroy()
})
