import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Schedule } from '../../clock.ts'
import { renderError } from '../respond.ts'

/** Configures {@link respondToClientErrors}. */
export interface ClientErrorOptions {
  /** Maximum size of request line and headers together, in bytes. */
  readonly maxHeaderBytes: number
  readonly schedule: Schedule
  /** Called with the code of each error sent to a client. */
  readonly onRespond: (code: string) => void
}

/** Time that a client may keep sending before its connection is destroyed. */
const LINGER_MS = 2000

/** Responds to requests that Node rejects before a handler runs. The response has the form of all other errors. */
export function respondToClientErrors(server: Server, options: ClientErrorOptions): void {
  const { maxHeaderBytes, schedule, onRespond } = options
  const latest = new WeakMap<Duplex, ServerResponse>()
  const answered = new WeakSet<Duplex>()
  server.on('request', ({ socket }, response) => latest.set(socket, response))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Node reports every further packet as another error.
    if (answered.has(socket)) return
    const response = latest.get(socket)
    const isAnswering = response?.headersSent && !response.writableFinished
    if (!socket.writable || isAnswering || error.code === 'ECONNRESET') {
      socket.destroy(error)
      return
    }
    answered.add(socket)
    const { status, code, message } = describe(error.code, maxHeaderBytes)
    onRespond(code)
    socket.end(renderError(status, code, message))
    closeLater(socket, schedule)
  })
}

function describe(reason: string | undefined, maxHeaderBytes: number) {
  switch (reason) {
    case 'HPE_HEADER_OVERFLOW': {
      const message = `Request line and headers exceed ${maxHeaderBytes} bytes (MAX_HEADER_BYTES). Send a shorter token, fewer cookies, or a long query by POST.`
      return { status: 431, code: 'HEADERS_TOO_LARGE', message }
    }
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return {
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
        message: 'The chunk extensions are too long: omit them.',
      }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: 408,
        code: 'BAD_REQUEST',
        message: 'The request was not received in time: check the connection and retry.',
      }
    default:
      return { status: 400, code: 'BAD_REQUEST', message: 'The request is not valid HTTP/1.1.' }
  }
}

/** Discards data in transit. Closing at once would reset the connection and lose the response (RFC 9112, 9.6). */
function closeLater(socket: Duplex, schedule: Schedule): void {
  socket.resume()
  const cancel = schedule(LINGER_MS, () => socket.destroy())
  socket.once('close', cancel)
}
