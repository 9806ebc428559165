import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { createClient as createSseClient } from 'graphql-sse'
import { createSchema } from 'graphql-yoga'
import { afterAll, beforeEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import { systemSchedule } from '../../../../src/clock.ts'
import { untracedSchedule } from '../../../../src/server/observability/tracing.ts'
import { subscribe } from '../../../support/subscription.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import { startServer } from '../support.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const PARENT_ID = 'b7ad6b7169203331'
const traceparent = `00-${TRACE_ID}-${PARENT_ID}-01`

/** Simulates a call to AWS: a child span of the active one. */
async function callUpstream(): Promise<string> {
  // Only the async context connects this call to the caller.
  await new Promise((resolve) => setImmediate(resolve))
  trace.getTracer('upstream').startSpan('DescribeImages', { kind: SpanKind.CLIENT }).end()
  return 'called'
}

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      call(secret: String): String
      broken: String
    }
    type Subscription {
      ticks: String
    }
  `,
  resolvers: {
    Query: {
      call: callUpstream,
      broken: () => {
        throw new Error('secret')
      },
    },
    Subscription: {
      ticks: {
        async *subscribe() {
          for (const tick of ['1', '2', '3']) yield { tick }
        },
        resolve: callUpstream,
      },
    },
  },
})

beforeEach(() => {
  spans.take()
})

test("puts a server span under the caller's, with its AWS calls below", async () => {
  await using server = await startServer({ schema })
  const query = 'query Walk($secret: String) { call(secret: $secret) }'
  await server.query(query, { variables: { secret: 'hidden' }, headers: { traceparent } })
  const [call, operation] = spans.take()

  expect(operation?.name).toBe('query Walk')
  expect(operation?.kind).toBe(SpanKind.SERVER)
  expect(operation?.spanContext().traceId).toBe(TRACE_ID)
  expect(operation?.parentSpanContext).toMatchObject({ spanId: PARENT_ID, isRemote: true })
  expect(operation?.status.code).toBe(SpanStatusCode.UNSET)
  // Contains neither the document nor variables.
  expect(operation?.attributes).toEqual({
    'graphql.operation.type': 'query',
    'graphql.operation.name': 'Walk',
  })
  expect(call?.name).toBe('DescribeImages')
  expect(call?.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId)
  expect(server.logs).toContainEqual(expect.objectContaining({ msg: 'request', traceId: TRACE_ID }))
})

test('starts a trace for untraced operations, none for invalid requests', async () => {
  await using server = await startServer({ schema })
  await server.query('{ call }')
  await (await fetch(new URL('/healthz', server.url))).text()
  await (await fetch(new URL('/metrics', server.url))).text()
  const [call, operation, ...others] = spans.take()

  expect(operation?.name).toBe('query')
  expect(operation?.parentSpanContext).toBeUndefined()
  expect(call?.spanContext().traceId).toBe(operation?.spanContext().traceId)
  expect(others).toEqual([])
})

test.each([
  ['a failing field', 'query Fail { broken }', 'query Fail', 'INTERNAL_SERVER_ERROR'],
  ['an invalid operation', 'query Made { up }', 'query', 'GRAPHQL_VALIDATION_FAILED'],
  ['a syntax error', '{', 'GraphQL Operation', 'GRAPHQL_PARSE_FAILED'],
])('marks %s as a span error with its code', async (_what, query, name, code) => {
  await using server = await startServer({ schema })
  await (await server.query(query)).text()
  const [operation] = spans.take()

  expect(operation?.name).toBe(name)
  expect(operation?.status).toEqual({ code: SpanStatusCode.ERROR, message: code })
  expect(operation?.attributes['error.type']).toBe(code)
})

test.each(['websocket', 'sse'] as const)(
  "ends a subscription's span over %s with its first event",
  async (transport) => {
    await using server = await startServer({ schema })
    const query = 'subscription Follow { event: ticks }'
    if (transport === 'websocket') {
      await using events = subscribe(server.url, query)
      await events.take(3)
    } else {
      const sse = createSseClient({ url: server.url })
      const events = sse.iterate({ query })
      for (let event = 0; event < 3; event++) await events.next()
      sse.dispose()
    }
    const [first, operation, ...later] = spans.take()

    expect(operation?.name).toBe('subscription Follow')
    expect(first?.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId)
    expect(later.map(({ name }) => name)).toEqual(['DescribeImages', 'DescribeImages'])
    for (const { parentSpanContext } of later) expect(parentSpanContext).toBeUndefined()
  },
)

test("puts each WebSocket operation in a span below the upgrade's span", async () => {
  await using server = await startServer({ schema })
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', {
    headers: { traceparent },
  })
  const answers = new Map<string, PromiseWithResolvers<void>>(
    ['1', '2'].map((id) => [id, Promise.withResolvers()]),
  )
  socket.on('open', () => socket.send('{"type":"connection_init"}'))
  socket.on('message', (data) => {
    const { type, id } = JSON.parse(String(data))
    if (type === 'complete' || type === 'error') answers.get(id)?.resolve()
    if (type !== 'connection_ack') return
    for (const [id, query] of [
      ['1', 'query Call { call }'],
      ['2', 'query Fail { broken }'],
    ])
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }))
  })
  await Promise.all([...answers.values()].map(({ promise }) => promise))
  socket.terminate()
  const operations = spans.take().filter(({ kind }) => kind === SpanKind.SERVER)

  expect(operations.map(({ name }) => name).toSorted()).toEqual(['query Call', 'query Fail'])
  for (const { name, parentSpanContext, status } of operations) {
    expect(parentSpanContext?.spanId).toBe(PARENT_ID)
    expect(status.code).toBe(name === 'query Fail' ? SpanStatusCode.ERROR : SpanStatusCode.UNSET)
  }
})

test("keeps an operation's timers out of its span", async () => {
  const span = trace.getTracer('test').startSpan('operation')
  const within = trace.setSpan(context.active(), span)
  const activeIn = (schedule: typeof systemSchedule) =>
    new Promise((resolve) => context.with(within, () => schedule(0, () => resolve(trace.getActiveSpan()))))

  expect(await activeIn(systemSchedule)).toBe(span)
  expect(await activeIn(untracedSchedule(systemSchedule))).toBeUndefined()
})
