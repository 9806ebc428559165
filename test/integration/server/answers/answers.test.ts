import { expect, test } from 'vitest'
import { get, openRaw } from '../../../support/clients/raw-connection.ts'
import { scrape } from '../../../support/metrics.ts'
import { bodyOf } from '../support.ts'
import { read, startAnswering } from './support.ts'

test('serves an equal query without executing it again', async () => {
  await using server = await startAnswering()
  const first = await read(server, '{ value }')
  const second = await read(server, '{ value }')

  expect(second).toEqual(first)
  expect(first).toMatchObject({ status: 200, text: '{"data":{"value":"value 1"}}' })
  expect(server.data.executions()).toBe(1)
  expect(await server.outcomes()).toEqual({ hit: 1, shared: 0, miss: 1, outdated: 0 })
})

test('executes again once the data has changed', async () => {
  await using server = await startAnswering()
  await read(server, '{ value }')
  server.data.change()

  expect(await read(server, '{ value }')).toMatchObject({ text: '{"data":{"value":"value 2"}}' })
  expect(await server.outcomes()).toMatchObject({ miss: 1, outdated: 1 })
})

test.for([
  ['a mutation', 'mutation { change }'],
  ['a partial failure', '{ value partial }'],
  ['an unexpected error', '{ value failing }'],
  ['a query whose data is not repeatable', '{ value unrepeatable }'],
  ['a query that notes no read', '{ unread }'],
  ['a query whose data changed while it ran', '{ changing }'],
] as const)('executes %s every time', async ([, query]) => {
  await using server = await startAnswering()
  await read(server, query)
  const executions = server.data.executions()
  await read(server, query)
  await read(server, query)

  expect(server.data.executions()).toBe(3 * executions)
  expect(await server.outcomes()).toEqual({ hit: 0, shared: 0, miss: 3, outdated: 0 })
})

test('executes an invalid query every time', async () => {
  await using server = await startAnswering()
  const first = await read(server, '{ nothing }')
  const second = await read(server, '{ nothing }')

  expect(second).toEqual(first)
  expect(second.status).toBe(200)
  expect(await server.outcomes()).toMatchObject({ hit: 0, miss: 2 })
})

test('executes a subscription every time', async () => {
  await using server = await startAnswering()
  for (const _time of [1, 2]) {
    const { text } = await read(server, 'subscription { values }', {
      headers: { accept: 'text/event-stream' },
    })
    expect(text).toContain('value 1')
  }
  expect(await server.outcomes()).toMatchObject({ hit: 0, miss: 2 })
})

test.for([
  ['cache-control: no-cache', { headers: { 'cache-control': 'max-age=0, No-Cache' } }],
  ['the extension no-cache', { extensions: { cacheControl: 'no-cache' } }],
  ['x-upstream-info', { headers: { 'x-upstream-info': '1' } }],
  ['the extension upstream', { extensions: { upstream: true } }],
] as const)('executes a request with %s every time', async ([, init]) => {
  await using server = await startAnswering()
  await read(server, '{ value }')
  const first = await read(server, '{ value }', init)
  const second = await read(server, '{ value }', init)

  expect(second).toEqual(first)
  expect(first.text).toContain('"extensions"')
  expect(server.data.executions()).toBe(3)
})

test('distinguishes bodies, variables, media types and methods', async () => {
  await using server = await startAnswering()
  const get = (query: string) => fetch(`${server.url}?query=${encodeURIComponent(query)}`)
  await read(server, '{ value }')
  await read(server, '{  value }')
  await read(server, '{ value }', { variables: {} })
  const { headers } = await read(server, '{ value }', {
    headers: { accept: 'application/graphql-response+json' },
  })
  await get('{ value }').then(bodyOf)
  await get('{ value(of: "1") }').then(bodyOf)

  expect(headers['content-type']).toBe('application/graphql-response+json; charset=utf-8')
  expect(server.data.executions()).toBe(6)
  expect(await server.outcomes()).toMatchObject({ hit: 0, miss: 6 })
})

test('serves an equal GET from the cache', async () => {
  await using server = await startAnswering()
  const url = `${server.url}?query=${encodeURIComponent('{ value }')}`
  const first = await fetch(url).then(bodyOf)

  expect(await fetch(url).then(bodyOf)).toEqual(first)
  expect(await server.outcomes()).toMatchObject({ hit: 1, miss: 1 })
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(405)
})

test('logs and counts a kept answer like an executed query', async () => {
  await using server = await startAnswering()
  await read(server, 'query Named { value }')
  await read(server, 'query Named { value }', { headers: { 'x-request-id': 'mine' } })
  const [executed, kept] = server.logs.filter(({ msg }) => msg === 'request')

  expect(kept).toEqual({
    ...executed,
    time: expect.anything(),
    durationMs: expect.anything(),
    requestId: 'mine',
  })
  expect(kept).toMatchObject({
    operationName: 'Named',
    operationType: 'query',
    caller: 'anonymous',
    status: 200,
  })
  expect(kept).toHaveProperty('cost')
  expect(await scrape(server.url, 'operations_total')).toEqual([
    { labels: { operation: 'Named', type: 'query', outcome: 'ok' }, value: 2 },
  ])
  expect(await scrape(server.url, 'operation_duration_seconds_count')).toMatchObject([{ value: 2 }])
})

test('keeps nothing if the cache is off', async () => {
  await using server = await startAnswering({ answerCacheBytes: 0 })
  const first = await read(server, '{ value }')

  expect(await read(server, '{ value }')).toEqual(first)
  expect(server.data.executions()).toBe(2)
  expect(await server.outcomes()).toEqual({ hit: 0, shared: 0, miss: 0, outdated: 0 })
  expect(await scrape(server.url, 'answer_cache_bytes')).toEqual([{ labels: {}, value: 0 }])
})

test('does not keep the body of a mutation, which may contain secrets', async () => {
  await using server = await startAnswering()
  await read(server, 'mutation { change }')

  expect(await scrape(server.url, 'answer_cache_bytes')).toEqual([{ labels: {}, value: 0 }])
})

test('stays within its bound under ever new queries', async () => {
  const answerCacheBytes = 100_000
  await using server = await startAnswering({ answerCacheBytes })
  for (let number = 0; number < 100; number++) {
    await read(server, `query ($of: String) { value(of: $of) long(length: 5000) }`, {
      variables: { of: String(number) },
    })
  }
  const [{ value } = { value: 0 }] = await scrape(server.url, 'answer_cache_bytes')

  expect(value).toBeGreaterThan(answerCacheBytes / 2)
  expect(value).toBeLessThanOrEqual(answerCacheBytes)
})

test('does not keep an answer above 256 KB', async () => {
  await using server = await startAnswering()
  const query = '{ long(length: 300000) }'
  const first = await read(server, query)

  expect(await read(server, query)).toEqual(first)
  expect(server.data.executions()).toBe(2)
})

test('serves kept bytes unchanged if the text is not ASCII', async () => {
  await using server = await startAnswering()
  const first = await read(server, '{ value(of: "Grüße, 東京") }')

  expect(await read(server, '{ value(of: "Grüße, 東京") }')).toEqual(first)
  expect(first.text).toBe('{"data":{"value":"value 1 of Grüße, 東京"}}')
  expect(first.headers['content-length']).toBe(String(Buffer.byteLength(first.text)))
})

test('closes connections after kept answers while draining', async () => {
  await using server = await startAnswering()
  await read(server, '{ value }')
  server.drain()
  const { headers, text } = await read(server, '{ value }')

  expect([headers['connection'], text]).toEqual(['close', '{"data":{"value":"value 1"}}'])
  expect(await server.outcomes()).toMatchObject({ hit: 1 })
})

test('responds to pipelined equal requests in order', async () => {
  await using server = await startAnswering()
  const line = `GET /graphql?query=${encodeURIComponent('{ value }')} HTTP/1.1`
  const { socket, closed } = await openRaw(server.url)
  socket.write(get(line, ['Host: localhost']) + get(line, ['Host: localhost']) + get(line))
  const received = (await closed).toString()

  expect(received.match(/\{"data":\{"value":"value 1"\}\}/g)).toHaveLength(3)
  expect(server.data.executions()).toBe(1)
})
