import { connect } from 'node:net'
import { parseResponse } from './response.ts'

/** Work of one connection. */
export interface ConnectionWork {
  readonly url: URL
  /** Returns the next request, or undefined at the end. */
  readonly next: () => Buffer | undefined
  /** Body that every answer must have. */
  readonly expected: Buffer
  /** Called with the milliseconds from each request to its answer. */
  readonly onAnswer: (ms: number) => void
  readonly timeoutMs: number
}

const READ_BYTES = 65_536

/**
 * Sends requests one after another over a raw socket, which takes a fraction of the CPU time of an HTTP client.
 * Rejects on an answer other than the expected one, on a closed connection and when an answer takes too long.
 */
export function runConnection({ url, next, expected, onAnswer, timeoutMs }: ConnectionWork): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let sentMs = 0
  /** Beginning of a response that did not arrive in one piece. */
  let pending: Buffer | undefined

  function send(): void {
    const request = next()
    if (request === undefined) {
      resolve()
      socket.destroy()
      return
    }
    sentMs = performance.now()
    socket.write(request)
  }

  function receive(bytes: Buffer): void {
    const received = pending === undefined ? bytes : Buffer.concat([pending, bytes])
    const response = parseResponse(received)
    if (response === undefined) {
      // The bytes are in a buffer that the next read overwrites.
      pending = pending === undefined ? Buffer.from(received) : received
      return
    }
    pending = undefined
    if (response.status !== 200 || !response.body.equals(expected)) throw wrongAnswer(url, response, expected)
    onAnswer(performance.now() - sentMs)
    send()
  }

  const socket = connect({
    port: Number(url.port),
    host: url.hostname,
    noDelay: true,
    onread: {
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (length, buffer) => {
        try {
          receive(Buffer.from(buffer.buffer, buffer.byteOffset, length))
        } catch (error) {
          fail(error)
        }
        return true
      },
    },
  })
  function fail(reason: unknown): void {
    reject(reason)
    socket.destroy()
  }
  socket.setTimeout(timeoutMs, () => fail(new Error(`${url} did not answer within ${timeoutMs} ms.`)))
  socket.on('error', fail)
  socket.on('close', () => fail(new Error(`${url} closed a connection before its answer.`)))
  socket.on('connect', send)
  return promise
}

function wrongAnswer(
  url: URL,
  { status, body }: { readonly status: number; readonly body: Buffer },
  expected: Buffer,
): Error {
  const excerpts = [body, expected].map((bytes) => bytes.toString('utf8', 0, 500))
  return new Error(`${url} answered ${status} and ${excerpts[0]} where 200 and ${excerpts[1]} was expected.`)
}
