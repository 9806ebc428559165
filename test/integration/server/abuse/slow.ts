import {
  closeCodeOf,
  frame,
  handshake,
  openRaw,
  post,
  statusesIn,
  statusOf,
  TEXT,
} from '../../../support/clients/raw-connection.ts'
import { chunked, hello, lengthOf } from './malformed.ts'
import type { AbusedServer } from './server.ts'

/** Servers with short timeouts. */
export interface Impatient {
  /** Times out incomplete requests. */
  readonly requests: AbusedServer
  /** Times out unread responses. */
  readonly answers: AbusedServer
  /** Times out WebSockets that are not initialised or closed. Its pings are rare, since these clients send no pongs. */
  readonly sockets: AbusedServer
}

const LARGE = post('{"query":"{ large }"}')
const FLOOD = post('{"query":"subscription { flood }"}', ['Accept: text/event-stream'])

/** Deliberately slow clients with their expected end. */
export const slow: readonly [title: string, run: (impatient: Impatient) => Promise<unknown>, end: unknown][] =
  [
    ['a silent connection', ({ requests }) => statusOf(requests.url, ''), 408],
    [
      'headers that never end',
      ({ requests }) => statusOf(requests.url, 'GET /graphql HTTP/1.1\r\nHost: localhost\r\n'),
      408,
    ],
    ['a missing body', ({ requests }) => statusOf(requests.url, lengthOf(1_000)(post(hello))), 408],
    ['an unfinished chunk', ({ requests }) => statusOf(requests.url, `${chunked}ff\r\n{"query"`), 408],
    ['headers dripping in slowly', drip, 408],
    ['a WebSocket without initialisation', ({ sockets }) => closeCodeOf(sockets.url, ''), 4408],
    ['a WebSocket without close reply', unanswered, 4400],
    ['an unread response', ({ answers }) => unread(answers, LARGE), 'cut'],
    [
      'an answer that nobody reads, the connection half closed',
      ({ answers }) => unread(answers, LARGE, true),
      'cut',
    ],
    ['an unread event stream', ({ answers }) => unread(answers, FLOOD), 'cut'],
    ['a half-closed unread event stream', ({ answers }) => unread(answers, FLOOD, true), 'cut'],
    ['a truncated body', ({ answers }) => halfClosed(answers.url, lengthOf(1_000)(post(hello))), 400],
    ['truncated headers', ({ answers }) => halfClosed(answers.url, 'GET /graphql HTTP/1.1\r\n'), 400],
    ['a connection reset during a request', reset, 'reset'],
  ]

/** Sends a slow loris request: enough bytes to stay alive, never enough to be served. */
async function drip({ requests }: Impatient): Promise<number | undefined> {
  const { socket, closed } = await openRaw(requests.url)
  socket.write('GET /graphql HTTP/1.1\r\n')
  const timer = setInterval(() => socket.write('X: a\r\n'), 20)
  const received = await closed
  clearInterval(timer)
  return statusesIn(received)[0]
}

async function unanswered({ sockets: { url } }: Impatient): Promise<number | undefined> {
  const { socket, closed } = await openRaw(url)
  socket.write(Buffer.concat([Buffer.from(handshake()), frame(TEXT, 'garbage')]))
  const received = await closed
  // The last frame contains the close code.
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
