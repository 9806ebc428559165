import { createClient as createSseClient } from 'graphql-sse'
import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../../../src/server/observability/metrics/metrics.ts'
import { ACCOUNT, createTestTime, REGION, startGateway } from '../../../support/gateway.ts'
import { samplesOf, scrape } from '../../../support/metrics.ts'
import { readRepositoryFile } from '../../../support/readme.ts'
import { watchImageBuilders } from '../../../support/subscription.ts'
import { startServer } from '../support.ts'

describe('operation metrics', () => {
  test('count by name, type and outcome; invalid operations have no name', async () => {
    await using server = await startServer()
    const queries = [
      'query Greet { hello }',
      'query Greet { hello }',
      'query Greet { broken }',
      'query Made { up }',
      'mutation Change { change }',
      '{ hello }',
      '{',
    ]
    for (const query of queries) await (await server.query(query)).text()

    const operation = (operation: string, type: string, outcome: string, value: number) => ({
      labels: { operation, type, outcome },
      value,
    })
    expect(await scrape(server.url, 'operations_total')).toEqual([
      operation('Greet', 'query', 'ok', 2),
      operation('Greet', 'query', 'error', 1),
      operation('other', 'query', 'error', 1),
      operation('Change', 'mutation', 'ok', 1),
      operation('anonymous', 'query', 'ok', 1),
    ])
    expect(await scrape(server.url, 'operation_duration_seconds_count')).toContainEqual({
      labels: { operation: 'Greet', type: 'query' },
      value: 3,
    })
  })

  test('bound the series of unlimited names', async () => {
    await using server = await startServer()
    for (let index = 0; index < 130; index++) {
      await (await server.query(`query Name${index} { hello }`)).text()
    }

    const samples = await scrape(server.url, 'operations_total')
    expect(samples).toHaveLength(101)
    expect(samples.find(({ labels }) => labels['operation'] === 'other')?.value).toBe(30)
  })

  test('count an operation whose client disconnects as aborted, not failed', async () => {
    const metrics = createMetrics()
    await using server = await startServer({ metrics })
    const leaving = new AbortController()
    const body = JSON.stringify({ query: 'query Slow { gated }' })
    const headers = { 'content-type': 'application/json' }
    const answer = fetch(server.url, { method: 'POST', headers, body, signal: leaving.signal })
    await server.gate.reached
    leaving.abort()
    await expect(answer).rejects.toThrow()
    await server.stop()

    expect(samplesOf((await metrics.render()).text, 'operations_total')).toEqual([
      { labels: { operation: 'Slow', type: 'query', outcome: 'aborted' }, value: 1 },
    ])
  })
})

test('count errors once per answer and code, also of invalid operations', async () => {
  await using server = await startServer()
  // Alerts need a sample from before the first error.
  const atStart = { INTERNAL_SERVER_ERROR: 0, OVERLOADED: 0 }
  const counts = async () =>
    Object.fromEntries(
      (await scrape(server.url, 'errors_total')).map(({ labels, value }) => [labels['code'], value]),
    )
  expect(await counts()).toEqual(atStart)
  for (const query of ['{ a: broken b: broken throttled { name } }', '{ no }'])
    await (await server.query(query)).text()
  await (await fetch(new URL('/elsewhere', server.url))).text()

  expect(await counts()).toEqual({
    ...atStart,
    INTERNAL_SERVER_ERROR: 1,
    UPSTREAM_THROTTLED: 1,
    GRAPHQL_VALIDATION_FAILED: 1,
    NOT_FOUND: 1,
  })
})

test('show the versions of the gateway and of Node.js', async () => {
  const { version } = JSON.parse(readRepositoryFile('package.json'))
  await using server = await startServer()

  expect(await scrape(server.url, 'build_info')).toEqual([
    { labels: { version, node: process.versions.node }, value: 1 },
  ])
})

test('count mutations by operation and by the code of their typed error', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'parked', State: 'STOPPED' })
  const stop = (name: string) =>
    gateway.query(`mutation { stopImageBuilder(input: { name: "${name}" }) { __typename } }`)
  const start = (name: string) =>
    gateway.query(`mutation { startImageBuilder(input: { name: "${name}" }) { __typename } }`)
  await start('parked')
  await start('missing')
  await start('not a name')
  gateway.emulator.faults.add({ operation: 'StopImageBuilder', error: { type: 'AccessDeniedException' } })
  await stop('parked')

  const counts = await scrape(gateway.url, 'mutations_total')
  expect(
    Object.fromEntries(counts.map(({ labels, value }) => [Object.values(labels).join(), value])),
  ).toEqual({
    'StartImageBuilder,OK': 1,
    'StartImageBuilder,RESOURCE_NOT_FOUND': 1,
    'StartImageBuilder,BAD_USER_INPUT': 1,
    'StopImageBuilder,ACCESS_DENIED': 1,
  })
})

test('count subscribers by kind, subscriptions and sockets by transport, and polls', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  const valuesOf = async (name: string, label: string) =>
    Object.fromEntries(
      (await scrape(gateway.url, name)).map(({ labels, value }) => [labels[label] ?? '', value]),
    )
  expect(await valuesOf('watchers_running', 'kind')).toEqual({ images: 0, imageBuilders: 0 })

  const overWebSocket = watchImageBuilders(gateway.url, '(snapshot: true)')
  await overWebSocket.take(2)
  const sse = createSseClient({ url: gateway.url })
  const events = sse.iterate({ query: 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }' })
  await events.next()

  expect(await valuesOf('subscribers', 'kind')).toEqual({ images: 0, imageBuilders: 2 })
  expect(await valuesOf('subscriptions', 'transport')).toEqual({ websocket: 1, sse: 1 })
  expect(await valuesOf('subscriber_queued_events', 'kind')).toEqual({ images: 0, imageBuilders: 0 })
  expect(await valuesOf('watchers_running', 'kind')).toEqual({ images: 0, imageBuilders: 1 })
  expect(await scrape(gateway.url, 'websockets')).toEqual([{ labels: {}, value: 1 }])

  gateway.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  time.advance(15_000)
  await expect.poll(() => valuesOf('watch_failing', 'kind')).toEqual({ images: 0, imageBuilders: 1 })

  sse.dispose()
  await overWebSocket[Symbol.asyncDispose]()
  await expect.poll(() => valuesOf('subscriptions', 'transport')).toEqual({ websocket: 0, sse: 0 })
  await expect.poll(() => valuesOf('subscribers', 'kind')).toEqual({ images: 0, imageBuilders: 0 })
  await expect.poll(() => scrape(gateway.url, 'websockets')).toEqual([{ labels: {}, value: 0 }])
  expect(await scrape(gateway.url, 'operations_total')).toEqual([
    { labels: { operation: 'anonymous', type: 'subscription', outcome: 'ok' }, value: 2 },
  ])
  expect(await scrape(gateway.url, 'operation_duration_seconds_count')).toEqual([])
})

test('count and log WebSocket operations like HTTP ones', async () => {
  const lines: string[] = []
  await using gateway = await startGateway({ onLog: (line) => lines.push(line) })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  await using events = watchImageBuilders(gateway.url, '(arns: ["no arn"])')
  await expect(events.next()).rejects.toThrow('BAD_USER_INPUT')

  expect(await scrape(gateway.url, 'operations_total')).toEqual([
    { labels: { operation: 'anonymous', type: 'subscription', outcome: 'error' }, value: 1 },
  ])
  expect(lines.map((line): unknown => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      msg: 'request',
      transport: 'websocket',
      operationType: 'subscription',
      errorCodes: ['BAD_USER_INPUT'],
      durationMs: expect.any(Number),
    }),
  )
})

test('shows calls, queue and listing ages of the running gateway', async () => {
  await using gateway = await startGateway()
  const located = { account: ACCOUNT, region: REGION }
  expect(await scrape(gateway.url, 'snapshot_age_seconds')).toEqual([])
  await gateway.read('{ imageBuilders { totalCount } }')
  expect(await scrape(gateway.url, 'upstream_calls_total')).toEqual([
    { labels: { operation: 'DescribeImageBuilders', purpose: 'read', outcome: 'OK', ...located }, value: 1 },
  ])
  expect((await scrape(gateway.url, 'snapshot_age_seconds')).map(({ labels }) => labels)).toEqual([
    { collection: 'imageBuilders', ...located },
  ])
  expect(await scrape(gateway.url, 'upstream_circuit_state')).toContainEqual({
    labels: { state: 'closed', ...located },
    value: 1,
  })
  expect((await scrape(gateway.url, 'upstream_queued_calls')).map(({ value }) => value)).toEqual([0, 0, 0])
})
