import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  closeCodeOf,
  get,
  handshake,
  openRaw,
  post,
  statusesIn,
  statusOf,
} from '../../../support/clients/raw-connection.ts'
import { hello, invalidUtf8, messages, requests } from './malformed.ts'
import { type AbusedServer, startAbused } from './server.ts'
import { type Impatient, slow } from './slow.ts'

/** Server with production timeouts. */
let server: AbusedServer
let impatient: Impatient
/** Output of libraries that bypasses the log, which consists of JSON lines only. */
const complaints = vi.spyOn(console, 'error')

beforeAll(async () => {
  server = await startAbused()
  impatient = {
    requests: await startAbused({ headersMs: 200, requestMs: 400, checkIntervalMs: 50 }),
    answers: await startAbused({ responseMs: 200 }, 100),
    sockets: await startAbused({ connectionInitMs: 200, closingMs: 200 }),
  }
})

afterAll(async () => {
  for (const each of servers()) await each.stop()
})

function servers(): readonly AbusedServer[] {
  return [server, impatient.requests, impatient.answers, impatient.sockets]
}

test.each(requests)('answers %s with the expected status (%#)', async (_title, bytes, status) => {
  expect(await statusOf(server.url, bytes)).toBe(status)
})

test('rejects invalid UTF-8 instead of replacing it', async () => {
  expect(await statusOf(server.url, post(invalidUtf8))).toBe(400)
})

test.each(messages)('closes a WebSocket on %s', async (_title, frames, code, opening = handshake()) => {
  expect(await closeCodeOf(server.url, frames, opening)).toBe(code)
})

test.each(slow)('ends %s in time', async (_title, run, end) => {
  expect(await run(impatient)).toEqual(end)
})

describe('pipelined requests', () => {
  test('are answered in order', async () => {
    const { socket, closed } = await openRaw(server.url)
    const ask = (name: string, connection: string) =>
      get(`GET /graphql?query={hello(name:%22${name}%22)} HTTP/1.1`, ['Host: localhost', connection])
    const kept = 'Connection: keep-alive'
    socket.write(
      ask('one', kept) +
        ask('two', kept) +
        get('GET /nowhere HTTP/1.1', ['Host: localhost', kept]) +
        ask('three', 'Connection: close'),
    )
    const received = await closed

    expect(statusesIn(received)).toEqual([200, 200, 404, 200])
    expect(received.toString().match(/hello \w+/g)).toEqual(['hello one', 'hello two', 'hello three'])
  })

  test('close the connection beyond a limit and stop executing', async () => {
    const before = server.contexts.length
    const { socket, closed } = await openRaw(server.url)
    socket.write(get('GET /graphql?query={never} HTTP/1.1', ['Host: localhost']).repeat(5_000))

    expect((await closed).length).toBe(0)
    expect(server.contexts.length - before).toBeLessThanOrEqual(100)
  })
})

test('leaves no connection open and no heap growth after repeated abuse', async () => {
  const all = () =>
    Promise.all([
      ...requests.map(([, bytes]) => statusOf(server.url, bytes)),
      ...messages.map(([, frames, , opening]) => closeCodeOf(server.url, frames, opening ?? handshake())),
      ...slow.map(([, run]) => run(impatient)),
    ])
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const heapUsed = async () => {
    for (const each of servers()) await each.idle()
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  await all()
  const before = await heapUsed()
  for (let round = 0; round < 5; round++) await all()
  const after = await heapUsed()

  expect(complaints).not.toHaveBeenCalled()
  expect(after - before).toBeLessThan(5 * 1024 * 1024)
  expect(await statusOf(server.url, post(hello))).toBe(200)
  expect(await statusOf(impatient.answers.url, post(hello))).toBe(200)
})
