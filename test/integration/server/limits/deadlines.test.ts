import { once } from 'node:events'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { isAtLeast } from '../../../support/severity.ts'
import { bodyOf } from '../support.ts'
import { ask, post } from './support.ts'
import { type Field, startWaiting } from './waiting.ts'

test.for(['POST', 'GET', 'SSE', 'WebSocket'] as const)(
  'answers an endless query at its deadline by %s, aborting its calls',
  async (transport) => {
    await using server = await startWaiting()
    const answer = ask(server.url, transport, { query: '{ now wait }' })
    const { signal } = await server.nextField()
    server.time.advance(14_999)
    expect(signal.aborted).toBe(false)
    server.time.advance(1)

    expect(await answer).toMatchObject({
      data: null,
      code: 'QUERY_TIMEOUT',
      errors: [{ message: 'The query timed out after 15000 ms (QUERY_TIMEOUT_MS): retry, or request less.' }],
      status: transport === 'WebSocket' ? undefined : 200,
    })
    expect(signal.aborted).toBe(true)
    expect(server.time.timers()).toBe(0)
  },
)

test('ignores results and failures of a query after its deadline', async () => {
  await using server = await startWaiting()
  for (const end of [
    ({ settle }: Field) => settle('late'),
    ({ fail }: Field) => fail(new Error('secret: too late')),
  ]) {
    const answer = server.query('{ wait }')
    const field = await server.nextField()
    server.time.advance(15_000)
    expect((await bodyOf(await answer)).errors).toHaveLength(1)
    end(field)
  }
  expect((await server.query('{ now }')).status).toBe(200)
  expect(server.logs.filter((line) => isAtLeast(line, 'error'))).toEqual([])
})

test('logs a timeout with its request', async () => {
  await using server = await startWaiting()
  const answer = server.query('query Slow { wait }')
  await server.nextField()
  server.time.advance(15_000)
  await (await answer).text()
  await server.stop()
  expect(server.logs).toContainEqual(
    expect.objectContaining({ operationName: 'Slow', errorCodes: ['QUERY_TIMEOUT'], status: 200 }),
  )
})

test('leaves no timer and no aborted signal after a timely operation', async () => {
  await using server = await startWaiting()
  const answer = server.query('{ wait }')
  const { settle, signal } = await server.nextField()
  settle('done')
  expect(await bodyOf(await answer)).toEqual({ data: { wait: 'done' } })
  expect(await bodyOf(await server.query('{ now }'))).toEqual({ data: { now: 'now' } })
  expect(server.time.timers()).toBe(0)
  expect(signal.aborted).toBe(false)
})

test.for(['POST', 'SSE', 'WebSocket'] as const)(
  "reports an unknown outcome at a mutation's deadline by %s",
  async (transport) => {
    await using server = await startWaiting()
    const answer = ask(server.url, transport, { query: 'mutation { wait after }' })
    const { settle, signal } = await server.nextField()
    server.time.advance(59_999)
    expect(signal.aborted).toBe(false)
    server.time.advance(1)

    expect(await answer).toMatchObject({ data: null, code: 'MUTATION_TIMEOUT' })
    expect((await answer).errors?.[0]?.message).toContain('Its outcome is unknown')
    expect(signal.aborted).toBe(true)
    settle('done after all')
    await ask(server.url, transport, { query: '{ now }' })
    expect(server.fields).toHaveLength(1)
  },
)

test.for(['POST', 'SSE', 'WebSocket'] as const)(
  'aborts a query, not a mutation, whose client left by %s',
  async (transport) => {
    await using server = await startWaiting()
    const leave = async (query: string): Promise<Field> => {
      if (transport === 'WebSocket') {
        const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws')
        await once(socket, 'open')
        socket.send('{"type":"connection_init"}')
        await once(socket, 'message')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
        const field = await server.nextField()
        socket.terminate()
        await once(socket, 'close')
        return field
      }
      const controller = new AbortController()
      const gone = fetch(server.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(transport === 'SSE' && { accept: 'text/event-stream' }),
        },
        body: JSON.stringify({ query }),
        signal: controller.signal,
      }).catch(() => {})
      const field = await server.nextField()
      controller.abort()
      await gone
      return field
    }

    const ofMutation = await leave('mutation { wait after }')
    const ofQuery = await leave('{ wait }')
    if (!ofQuery.signal.aborted) await once(ofQuery.signal, 'abort')
    expect(ofMutation.signal.aborted).toBe(false)
    // Only the mutation's deadline remains.
    expect(server.time.timers()).toBe(1)

    ofMutation.settle('done')
    const next = await server.nextField()
    next.settle('done, too')
    ofQuery.fail(new Error('aborted'))
    await ask(server.url, 'POST', { query: '{ now }' })
    expect(server.time.timers()).toBe(0)
    expect(server.logs.filter((line) => isAtLeast(line, 'error'))).toEqual([])
  },
)

test('applies the query deadline to each event, not to the subscription', async () => {
  await using server = await startWaiting()
  const headers = { accept: 'text/event-stream' }
  const response = await post(
    server.url,
    JSON.stringify({ query: 'subscription { event { wait } }' }),
    headers,
  )
  const received: string[] = []
  const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  async function nextEvent(): Promise<unknown> {
    for (;;) {
      const at = received.findIndex((text) => text.startsWith('data: {'))
      if (at >= 0) return JSON.parse(received.splice(0, at + 1)[at]?.slice('data: '.length) ?? '')
      const { done, value = '' } = (await stream?.read()) ?? { done: true }
      if (done) throw new Error('The stream has ended.')
      received.push(...value.split('\n'))
    }
  }

  await server.happen()
  const first = await server.nextField()
  // The deadline, and the heartbeat of the stream.
  expect(server.time.timers()).toBe(2)
  server.time.advance(15_000)
  expect(await nextEvent()).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'QUERY_TIMEOUT' } }],
  })
  expect(first.signal.aborted).toBe(true)

  expect(server.time.timers()).toBe(1)
  server.time.advance(3_600_000)
  await server.happen()
  const second = await server.nextField()
  second.settle('in time')
  expect(await nextEvent()).toEqual({ data: { event: { wait: 'in time' } } })
  expect(second.signal.aborted).toBe(false)
  expect(server.time.timers()).toBe(1)
  await stream?.cancel()
})

test('disables a deadline of 0', async () => {
  await using server = await startWaiting({ QUERY_TIMEOUT_MS: '0', MUTATION_TIMEOUT_MS: '0' })
  for (const query of ['{ wait }', 'mutation { wait }']) {
    const answer = server.query(query)
    const { settle } = await server.nextField()
    expect(server.time.timers()).toBe(0)
    settle('done')
    expect(await bodyOf(await answer)).toEqual({ data: { wait: 'done' } })
  }
})

test('answers at the deadline while AWS hangs', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: { QUERY_TIMEOUT_MS: '15000' } })
  gateway.emulator.faults.add({ operation: 'DescribeImages', hang: true })
  const set = time.nextTimer()
  const answer = gateway.query('{ image(name: "a") { name } }')
  await set
  time.advance(15_000)
  expect(await answer).toMatchObject({
    status: 200,
    data: null,
    errors: [{ extensions: { code: 'QUERY_TIMEOUT' } }],
  })
})
