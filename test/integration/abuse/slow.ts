import {
  closeCodeOf,
  frame,
  handshake,
  openRaw,
  post,
  statusesIn,
  statusOf,
  TEXT,
} from '../../support/raw.ts'
import { chunked, hello, lengthOf } from './malformed.ts'
import type { AbusedServer } from './server.ts'

/** Servers that do not wait. */
export interface Impatient {
  /** For requests to be complete. */
  readonly requests: AbusedServer
  /** For answers to be read, and WebSockets to be initialised and closed. */
  readonly answers: AbusedServer
}

const LARGE = post('{"query":"{ large }"}')
const FLOOD = post('{"query":"subscription { flood }"}', ['Accept: text/event-stream'])

/** Those who are slow on purpose, and what they get in the end. */
export const slow: readonly [title: string, run: (impatient: Impatient) => Promise<unknown>, end: unknown][] =
  [
    ['a connection that says nothing', ({ requests }) => statusOf(requests.url, ''), 408],
    [
      'headers that never end',
      ({ requests }) => statusOf(requests.url, 'GET /graphql HTTP/1.1\r\nHost: localhost\r\n'),
      408,
    ],
    ['a body that never comes', ({ requests }) => statusOf(requests.url, lengthOf(1_000)(post(hello))), 408],
    ['a chunk that never ends', ({ requests }) => statusOf(requests.url, `${chunked}ff\r\n{"query"`), 408],
    ['a header now and then', drip, 408],
    ['a WebSocket that never initialises', ({ answers }) => closeCodeOf(answers.url, ''), 4408],
    ['a WebSocket that does not answer that it is closed', unanswered, 4400],
    ['an answer that nobody reads', ({ answers }) => unread(answers, LARGE), 'cut'],
    [
      'an answer that nobody reads, the connection half closed',
      ({ answers }) => unread(answers, LARGE, true),
      'cut',
    ],
    ['an event stream that nobody reads', ({ answers }) => unread(answers, FLOOD), 'cut'],
    [
      'an event stream that nobody reads, the connection half closed',
      ({ answers }) => unread(answers, FLOOD, true),
      'cut',
    ],
    ['a body that breaks off', ({ answers }) => halfClosed(answers.url, lengthOf(1_000)(post(hello))), 400],
    ['headers that break off', ({ answers }) => halfClosed(answers.url, 'GET /graphql HTTP/1.1\r\n'), 400],
    ['a connection that is reset in a request', reset, 'reset'],
  ]

/** Slow loris: enough to be alive, never enough to be served. */
async function drip({ requests }: Impatient): Promise<number | undefined> {
  const { socket, closed } = await openRaw(requests.url)
  socket.write('GET /graphql HTTP/1.1\r\n')
  const timer = setInterval(() => socket.write('X: a\r\n'), 20)
  const received = await closed
  clearInterval(timer)
  return statusesIn(received)[0]
}

async function unanswered({ answers: { url } }: Impatient): Promise<number | undefined> {
  const { socket, closed } = await openRaw(url)
  socket.write(Buffer.concat([Buffer.from(handshake()), frame(TEXT, 'garbage')]))
  const received = await closed
  // The last frame is what it was closed with.
  return received.readUInt16BE(received.lastIndexOf(Buffer.from([0x11, 0x30])))
}

async function unread({ url, idle }: AbusedServer, request: Buffer, isHalfClosed = false): Promise<string> {
  const { socket } = await openRaw(url)
  socket.pause()
  socket.write(request)
  if (isHalfClosed) socket.end()
  await idle()
  socket.destroy()
  return 'cut'
}

async function halfClosed(url: string, bytes: string): Promise<number | undefined> {
  const { socket, closed } = await openRaw(url)
  socket.end(bytes)
  return statusesIn(await closed)[0]
}

async function reset({ answers: { url } }: Impatient): Promise<string> {
  const { socket, closed } = await openRaw(url)
  socket.write(lengthOf(1_000)(post(hello)))
  socket.resetAndDestroy()
  await closed
  return 'reset'
}
