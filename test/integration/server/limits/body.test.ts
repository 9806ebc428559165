import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isAtLeast } from '../../../support/severity.ts'
import { bodyOf, startServer, type TestServer } from '../support.ts'
import { ask, post, send } from './support.ts'

const LIMIT = 262_144
const QUERY = '{"query":"{ hello }"}'

/** Returns a body of the given size. */
const ofBytes = (bytes: number) => QUERY.padEnd(bytes)

/** Returns the same text in chunks, without a known length. */
const chunked = (body: string) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < body.length; at += 10_000)
        controller.enqueue(new TextEncoder().encode(body.slice(at, at + 10_000)))
      controller.close()
    },
  })

const rejected: readonly (readonly [
  what: string,
  body: BodyInit,
  status: number,
  code: string,
  headers?: HeadersInit,
])[] = [
  ['a body one byte too long', ofBytes(LIMIT + 1), 413, 'PAYLOAD_TOO_LARGE'],
  ['a body of 10 MB', ofBytes(10_000_000), 413, 'PAYLOAD_TOO_LARGE'],
  ['an oversized chunked body', chunked(ofBytes(LIMIT + 1)), 413, 'PAYLOAD_TOO_LARGE'],
  ['256 kB of brackets', '['.repeat(LIMIT), 400, 'BAD_REQUEST'],
  ['a list nested 130,000 deep', '['.repeat(130_000) + ']'.repeat(130_000), 400, 'BATCHING_NOT_SUPPORTED'],
  [
    'an object nested 40,000 deep',
    `{"query":"{ hello }","variables":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`,
    400,
    'NESTING_TOO_DEEP',
  ],
  ['a batch', `[${QUERY}]`, 400, 'BATCHING_NOT_SUPPORTED'],
  ['a batch of ten thousand', `[${Array(10_000).fill(QUERY)}]`, 400, 'BATCHING_NOT_SUPPORTED'],
  ['an empty batch', '[]', 400, 'BATCHING_NOT_SUPPORTED'],
  ['invalid UTF-8', Buffer.from('{"query":"{ hello }","x":"\xff"}', 'latin1'), 400, 'BAD_REQUEST'],
  ['truncated UTF-8', Buffer.from('{"query":"{ hello }","x":"\xc3', 'latin1'), 400, 'BAD_REQUEST'],
  ['an overlong encoding', Buffer.from('{"query":"{ hello }","x":"\xc0\xaf"}', 'latin1'), 400, 'BAD_REQUEST'],
  ['a lone surrogate in UTF-8', Buffer.from('{"query":"\xed\xa0\x80"}', 'latin1'), 400, 'BAD_REQUEST'],
  ['UTF-16', Buffer.from(QUERY, 'utf16le'), 400, 'BAD_REQUEST'],
  ['no body', '', 400, 'BAD_REQUEST'],
  ['null', 'null', 400, 'BAD_REQUEST'],
  ['a string', '"{ hello }"', 400, 'BAD_REQUEST'],
  ['a number', '1e999', 400, 'BAD_REQUEST'],
  ['gzip', gzipSync(QUERY), 415, 'UNSUPPORTED_CONTENT_ENCODING', { 'content-encoding': 'gzip' }],
  [
    'a compressed megabyte',
    gzipSync(ofBytes(1_000_000)),
    415,
    'UNSUPPORTED_CONTENT_ENCODING',
    { 'content-encoding': 'gzip' },
  ],
  [
    'deflate under another name',
    QUERY,
    415,
    'UNSUPPORTED_CONTENT_ENCODING',
    { 'content-encoding': 'identity, deflate' },
  ],
]

test.for(rejected)('rejects and logs %s with its status', async ([, body, status, code, headers]) => {
  await using server = await startServer()
  const response = await post(server.url, body, Object.fromEntries(new Headers(headers)))
  const { errors, data } = await bodyOf(response)

  expect([response.status, errors?.[0]?.extensions['code'], data]).toEqual([status, code, undefined])
  expect(server.contexts).toEqual([])
  await server.stop()
  expect(server.logs).toContainEqual(expect.objectContaining({ msg: 'request', status, errorCodes: [code] }))
})

test.for([
  ['of the maximum size', ofBytes(LIMIT)],
  ['of the maximum size in chunks', chunked(ofBytes(LIMIT))],
  ['with a byte order mark', `\ufeff${QUERY}`],
  ['with all of Unicode', '{"query":"{ hello(name: \\"\u0000é😀\\") }"}'.replace('\u0000', '\\\\u0000')],
] as const)('reads a body %s', async ([, body]) => {
  await using server = await startServer()
  const response = await post(server.url, body)
  expect(await bodyOf(response)).toMatchObject({ data: { hello: expect.stringContaining('hello') } })
})

test('accepts a body with content-encoding identity', async () => {
  await using server = await startServer()
  const response = await post(server.url, QUERY, { 'content-encoding': 'Identity' })
  expect(response.status).toBe(200)
  const zipped = await post(server.url, gzipSync(QUERY), { 'content-encoding': 'gzip' })
  expect(zipped.headers.get('accept-encoding')).toBe('identity')
})

test('names the body size and the limit in the message', async () => {
  await using server = await startServer()
  const messageOf = async (body: BodyInit) =>
    (await bodyOf(await post(server.url, body))).errors?.[0]?.message
  expect(await messageOf(ofBytes(300_000))).toBe('The body has 300000 bytes; MAX_BODY_BYTES allows 262144.')
  expect(await messageOf(chunked(ofBytes(300_000)))).toBe(
    'The body has more than 262144 bytes; MAX_BODY_BYTES allows 262144.',
  )
})

test('rejects an oversized Content-Length before the body is sent', async () => {
  await using server = await startServer()
  const socket = await open(server, `content-length: ${LIMIT + 1}`)
  const answer = await text(socket)
  socket.destroy()
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('PAYLOAD_TOO_LARGE')
})

test('answers a client that keeps sending, then closes its connection', async () => {
  // Timers never run: the server reads on until the client has sent everything.
  await using server = await startServer({ schedule: () => () => {} })
  const socket = await open(server, 'transfer-encoding: chunked')
  const answered = text(socket)
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  // Sends twice the limit, half of it after the response.
  for (let sent = 0; sent < 2 * LIMIT; sent += 0x10000) {
    if (!socket.write(chunk)) await once(socket, 'drain')
  }
  const answer = await answered
  socket.destroy()
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toMatch(/^connection: close\r$/im)
  expect(answer.endsWith('}')).toBe(true)
})

test('cuts off a client that never stops sending', async () => {
  const timers = new Set<() => void>()
  await using server = await startServer({
    schedule(_delayMs, run) {
      timers.add(run)
      return () => timers.delete(run)
    },
  })
  const socket = await open(server, `content-length: ${10 * LIMIT}`)
  const ended = once(socket, 'end')
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => {})
  socket.resume()
  await ended
  expect(socket.closed).toBe(false)
  expect(timers.size).toBe(1)
  for (const run of timers) run()
  // Only a write reveals that nobody reads.
  const writing = setInterval(() => socket.write(' '), 1)
  await closed
  clearInterval(writing)
  await server.stop()
  expect(timers.size).toBe(0)
})

test('logs no error for a body cut off by its client', async () => {
  await using server = await startServer()
  const socket = await open(server, 'content-length: 1000')
  socket.write('{"query":')
  // This response shows that the other request has been read.
  await ask(server.url, 'POST', { query: '{ hello }' })
  socket.destroy()
  await once(socket, 'close')
  expect(await ask(server.url, 'POST', { query: '{ hello }' })).toMatchObject({ status: 200 })
  await server.stop()
  const lines = server.logs.filter(({ msg }) => msg === 'request')
  expect(lines).toHaveLength(3)
  expect(lines).toContainEqual(expect.objectContaining({ aborted: true }))
  expect(server.logs.filter((line) => isAtLeast(line, 'error'))).toEqual([])
})

test('limits a query string together with the headers', async () => {
  await using server = await startServer()
  const get = (characters: number) => fetch(`${server.url}?query={hello}%23${'x'.repeat(characters)}`)
  expect((await get(15_000)).status).toBe(200)
  expect((await get(17_000)).status).toBe(431)
})

test('limits a WebSocket message like a body and closes beyond it', async () => {
  await using server = await startServer()
  const message = '{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}'
  expect(await send(server.url, message.padEnd(LIMIT))).toMatchObject({ data: { hello: 'hello world' } })
  expect((await send(server.url, message.padEnd(LIMIT + 1))).status).toBe(1009)
  expect((await send(server.url, '['.repeat(LIMIT))).status).toBe(4400)
  expect((await send(server.url, `[${message}]`)).status).toBe(4400)
  const ping = (nested: number) =>
    `{"type":"ping","payload":{"a":${'['.repeat(nested)}${']'.repeat(nested)}}}`
  expect((await send(server.url, ping(100_000))).status).toBe(4400)
  expect((await send(server.url, ping(10))).status).toBeUndefined()
  expect(await ask(server.url, 'WebSocket', { query: '{ hello }' })).toMatchObject({ data: {} })
})

/** Opens a connection and sends the head of a POST. */
async function open({ url }: TestServer, header: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  await once(socket, 'connect')
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n${header}\r\n\r\n`,
  )
  return socket
}
