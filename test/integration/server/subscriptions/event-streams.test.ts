import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { readUntilBroken } from '../../../support/clients/stream.ts'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { startServer } from '../support.ts'
import { createSourceSchema } from './support.ts'

const EVENTS = 'subscription { event { text } }'
const SSE = 'text/event-stream'
const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0'

test('ends a subscription as server-sent events with `complete`', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const response = await server.query(EVENTS, { headers: { accept: SSE } })
  source.push({ text: 'one' })
  source.end()
  expect(await response.text()).toBe(
    ':\n\nevent: next\ndata: {"data":{"event":{"text":"one"}}}\n\nevent: complete\ndata:\n\n',
  )
})

test('sends the masked error of a failing stream, then completes', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const response = await server.query(EVENTS, { headers: { accept: SSE } })
  source.fail(new Error('secret: connect ECONNREFUSED 10.0.0.1'))
  const text = await response.text()
  expect(text).toMatch(/"message":"Unexpected error".*"INTERNAL_SERVER_ERROR".*\n\nevent: complete\n/s)
  expect(text).not.toContain('secret')
  await source.returned
})

test.each([
  [SSE, EVENTS],
  [MULTIPART, EVENTS],
  [SSE, '{ hello }'],
])('sends %s uncached, unbuffered for %s', async (accept, query) => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const headers = { accept, 'accept-encoding': 'gzip, br' }
  const response = await server.query(query, { headers })
  source.end()
  await response.text()
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-accel-buffering': 'no',
    'cache-control': 'no-cache, no-store, no-transform',
  })
  expect(response.headers.has('content-encoding')).toBe(false)
})

test('sends a heartbeat every KEEP_ALIVE_INTERVAL_MS in server-sent events', async () => {
  const time = createTestTime()
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema, schedule: time.schedule, keepAliveIntervalMs: 7_000 })
  const response = await server.query(EVENTS, { headers: { accept: SSE } })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect(await reader?.read()).toEqual({ done: false, value: ':\n\n' })
  for (let beat = 0; beat < 2; beat++) {
    time.advance(7_000)
    expect(await reader?.read()).toEqual({ done: false, value: ':\n\n' })
  }
  source.end()
  await reader?.read()
  expect(time.timers()).toBe(0)
})

test('keeps a stream whose heartbeat interval exceeds the unread limit', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema, keepAliveIntervalMs: 300, timeouts: { responseMs: 100 } })
  const response = await server.query(EVENTS, { headers: { accept: SSE } })
  const reader = response.body?.getReader()
  for (let beat = 0; beat < 2; beat++) expect(await reader?.read()).toMatchObject({ done: false })
  source.end()
})

test.each([SSE, MULTIPART])('aborts a stream of %s on stop without an end', async (accept) => {
  const gateway = await startGateway({ env: { SHUTDOWN_GRACE_MS: '600000' } })
  gateway.home.putImageBuilder({ Name: 'builder' })
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: '{"query":"subscription { imageBuilderStateChanged(snapshot: true) { kind } }"}',
  })
  const stopped = Promise.withResolvers<void>()
  const { text, broken } = await readUntilBroken(response, (sofar) => {
    if (sofar.includes('SYNCED')) gateway[Symbol.asyncDispose]().then(stopped.resolve, stopped.reject)
  })
  expect(broken).toBe(true)
  expect(text).not.toMatch(/complete|--graphql--/)
  await stopped.promise
})

test('completes a query over server-sent events before stopping', async () => {
  await using server = await startServer()
  const answer = server.query('{ gated }', { headers: { accept: SSE } })
  await server.gate.reached
  const stopped = server.stop()
  server.gate.open()
  expect(await (await answer).text()).toMatch(/"gated":"passed".*event: complete/s)
  await stopped
})

test('resets HTTP/1.0 connections on stop, to signal an incomplete stream', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  const body = JSON.stringify({ query: EVENTS })
  const head = `POST /graphql HTTP/1.0\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nAccept: ${SSE}`
  socket.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  await once(socket, 'data')
  const failed = once(socket, 'error')
  await server.stop()
  expect(await failed).toMatchObject([{ code: 'ECONNRESET' }])
  await source.returned
})
