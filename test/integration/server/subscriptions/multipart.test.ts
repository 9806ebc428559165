import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { MULTIPART, subscribeMultipart } from '../../../support/clients/multipart.ts'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { untilIdle } from '../../../support/until-idle.ts'
import { bodyOf, startServer } from '../support.ts'
import { createSourceSchema } from './support.ts'

const EVENTS = 'subscription { event { text } }'
const WATCH = 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }'

test("sends the bytes of Apollo's protocol, boundaries included", async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const response = await server.query(EVENTS, {
    headers: { accept: 'multipart/mixed;subscriptionSpec="1.0"' },
  })
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
    'cache-control': 'no-cache, no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  source.push({ text: 'one' })
  source.end()
  expect(await response.text()).toBe(
    [
      '',
      '--graphql',
      'Content-Type: application/json',
      '',
      '{"payload":{"data":{"event":{"text":"one"}}}}',
      '--graphql--',
      '',
    ].join('\r\n'),
  )
})

test('sends a heartbeat every five seconds until the end', async () => {
  const time = createTestTime()
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema, schedule: time.schedule })
  const subscription = await subscribeMultipart(server.url, EVENTS)
  for (let beat = 0; beat < 3; beat++) {
    time.advance(4_999)
    time.advance(1)
    expect(await subscription.next()).toEqual({})
  }
  source.push({ text: 'one' })
  expect(await subscription.next()).toEqual({ payload: { data: { event: { text: 'one' } } } })
  expect(time.timers()).toBe(1)
  source.end()
  expect(await subscription.next()).toBeUndefined()
  expect(time.timers()).toBe(0)
})

test('masks the errors of an event and continues', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const subscription = await subscribeMultipart(server.url, EVENTS)
  source.push({ error: new Error('secret: connect ECONNREFUSED 10.0.0.1') })
  expect(await subscription.next()).toMatchObject({
    payload: {
      data: { event: { text: null } },
      errors: [
        {
          message: 'Unexpected error',
          path: ['event', 'text'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
        },
      ],
    },
  })
  source.push({ text: 'still here' })
  expect(await subscription.next()).toEqual({ payload: { data: { event: { text: 'still here' } } } })
  source.end()
})

test('sends the masked error of a failing stream outside any payload', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const subscription = await subscribeMultipart(server.url, EVENTS)
  source.fail(new Error('secret: connect ECONNREFUSED 10.0.0.1'))
  expect(await subscription.next()).toEqual({
    payload: null,
    errors: [
      {
        message: 'Unexpected error',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ],
  })
  expect(await subscription.next()).toBeUndefined()
  await source.returned
})

test.each([
  ['an unknown field', 'subscription { nothing }', 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['no GraphQL', '{ event', 200, 'GRAPHQL_PARSE_FAILED'],
  ['an invalid argument', 'subscription { rejected { text } }', 200, 'BAD_USER_INPUT'],
  ['an internal error', 'subscription { broken { text } }', 500, 'INTERNAL_SERVER_ERROR'],
])('answers %s as JSON, even if JSON is not accepted', async (_what, query, status, code) => {
  await using server = await startServer({ schema: createSourceSchema().schema })
  for (const accept of [MULTIPART, 'multipart/mixed;subscriptionSpec=1.0']) {
    const response = await server.query(query, { headers: { accept } })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/json; charset=utf-8',
    ])
    const body = await response.text()
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code } }] })
    expect(body).not.toContain('secret')
  }
})

test.each([
  'application/json',
  'multipart/mixed',
  'multipart/mixed;subscriptionSpec=2.0, application/json',
  'multipart/mixed;deferSpec=20220824',
])('rejects a subscription with Accept: %s with 406 and stops it', async (accept) => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const response = await server.query(EVENTS, { headers: { accept } })
  expect(response.status).toBe(406)
  const { errors } = await bodyOf(response)
  expect(errors?.[0]?.extensions['code']).toBe('NOT_ACCEPTABLE')
  await source.returned
})

test('ends the subscription at once on disconnect and stops polling', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  const subscription = await subscribeMultipart(gateway.url, WATCH)
  for (const kind of ['SNAPSHOT', 'SYNCED']) {
    expect(await subscription.next()).toEqual({ payload: { data: { imageBuilderStateChanged: { kind } } } })
  }
  await expect.poll(() => time.timers(), { timeout: 30_000 }).toBeGreaterThan(2)
  subscription.hangUp()
  await expect(subscription.next()).rejects.toThrow()
  // Only the lingering poll remains, for clients that return soon.
  await expect.poll(() => time.timers(), { timeout: 30_000 }).toBeLessThanOrEqual(2)
  await untilIdle(time)
})

test('stops reading events for a client that does not read', async () => {
  const { schema, source } = createSourceSchema()
  await using server = await startServer({ schema })
  const text = 'x'.repeat(64 * 1024)
  for (let index = 0; index < 4_000; index++) source.push({ text })
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname).pause()
  await once(socket, 'connect')
  const body = JSON.stringify({ query: EVENTS })
  socket.write(
    [
      'POST /graphql HTTP/1.1',
      `Host: ${hostname}`,
      'Content-Type: application/json',
      `Accept: ${MULTIPART}`,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  )
  let before = -1
  await expect
    .poll(
      () => {
        const asked = source.asked()
        const stands = asked > 0 && asked === before
        before = asked
        return stands
      },
      { interval: 250, timeout: 30_000 },
    )
    .toBe(true)
  expect(source.asked()).toBeLessThan(1_000)
  socket.destroy()
  await source.returned
})
