import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Raw TCP connection. */
export interface RawConnection {
  readonly socket: Socket
  /** Resolves with all received bytes when the server closes the connection. */
  readonly closed: Promise<Buffer>
}

/** Connects to a server and reads until it closes. */
export async function openRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  await once(socket, 'connect')
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  // A reset also closes the connection.
  socket.on('error', () => {})
  socket.once('end', () => socket.destroy())
  return {
    socket,
    closed: new Promise((resolve) => socket.once('close', () => resolve(Buffer.concat(received)))),
  }
}

/** Returns the HTTP status for the given bytes once the server has closed; undefined without a response. */
export async function statusOf(url: string, bytes: string | Uint8Array): Promise<number | undefined> {
  const { socket, closed } = await openRaw(url)
  socket.write(bytes)
  const [final] = statusesIn(await closed).filter((status) => status >= 200)
  return final
}

/** Returns the statuses of the responses in received bytes. */
export function statusesIn(received: Buffer): number[] {
  return Array.from(received.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) =>
    Number(status),
  )
}

/** Returns a POST of a body with `Connection: close`. */
export function post(body: string | Uint8Array, headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body)
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${bytes.length}`,
    ...headers,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes])
}

/** Returns a request without a body whose parts may be malformed. */
export function get(
  line: string,
  headers: readonly string[] = ['Host: localhost', 'Connection: close'],
): string {
  return `${[line, ...headers].join('\r\n')}\r\n\r\n`
}

/** Returns a WebSocket handshake; `changes` replace or remove headers. */
export function handshake(
  changes: Readonly<Record<string, string | undefined>> = {},
  line = 'GET /graphql HTTP/1.1',
) {
  const headers = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    ...changes,
  }
  const given = Object.entries(headers).filter(([, value]) => value !== undefined)
  return get(
    line,
    given.map(([name, value]) => `${name}: ${value}`),
  )
}

/** Differences from a well-formed frame. */
export interface FrameOptions {
  readonly isMasked?: boolean
  readonly isFinal?: boolean
  /** Reserved bits. */
  readonly reserved?: number
  /** Declared length. */
  readonly length?: number
}

export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8
export const PING = 9

/** Returns a WebSocket frame as a client sends it. */
export function frame(opcode: number, payload: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const { isMasked = true, isFinal = true, reserved = 0 } = options
  const bytes = Buffer.from(payload)
  const length = options.length ?? bytes.length
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  head[1] = (isMasked ? 0x80 : 0) | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  // A mask of zeros keeps the payload unchanged.
  return Buffer.concat([head, isMasked ? Buffer.alloc(4) : Buffer.alloc(0), bytes])
}

/**
 * Returns the close code of a WebSocket that received these bytes; undefined if the server just disconnected.
 */
export async function closeCodeOf(
  url: string,
  bytes: string | Uint8Array,
  opening = handshake(),
): Promise<number | undefined> {
  const { socket, closed } = await openRaw(url)
  let received = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    // Replies to the close frame like a client.
    if (closeCodeIn(received) !== undefined) socket.write(frame(CLOSE, ''))
  })
  socket.write(opening)
  socket.write(bytes)
  return closeCodeIn(await closed)
}

/** Returns the code in the close frame of received bytes. */
export function closeCodeIn(received: Buffer): number | undefined {
  let rest = received.subarray(received.indexOf('\r\n\r\n') + 4)
  while (rest.length >= 2) {
    const [first = 0, second = 0] = rest
    const start = second < 126 ? 2 : second === 126 ? 4 : 10
    const length =
      second < 126 ? second : second === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2))
    if ((first & 0x0f) === CLOSE) return rest.readUInt16BE(start)
    rest = rest.subarray(start + length)
  }
  return undefined
}
