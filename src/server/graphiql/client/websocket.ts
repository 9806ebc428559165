import { createClient } from 'graphql-ws'
import { LOST_CONNECTION } from './http.ts'
import {
  type Failure,
  firstMessage,
  type Headers,
  type Operation,
  paramsOf,
  type Sink,
} from './operations.ts'

/** Close code of the gateway for a missing, invalid or expired token. */
const FORBIDDEN = 4403

/** Time for the handshake. Some proxies neither upgrade a connection nor reject the request. */
const HANDSHAKE_TIMEOUT_MS = 8000

/** Receives the results of a subscription over a WebSocket. */
export interface WebSocketSink extends Sink {
  /** Called instead of `fail` if no WebSocket could be opened, as behind a proxy that does not upgrade connections. */
  notOpened(): void
}

/** Subscribes over a WebSocket of its own, which has the current token. Returns a function that unsubscribes. */
export function subscribeOverWebSocket(
  url: string,
  operation: Operation,
  headers: Headers,
  sink: WebSocketSink,
  handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS,
): () => void {
  let isOpen = false
  let isAbandoned = false
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: headers,
    retryAttempts: 0,
    on: {
      opened() {
        isOpen = true
        clearTimeout(handshake)
      },
      connected: () => sink.connected(),
    },
  })
  const abandon = () => {
    isAbandoned = true
    clearTimeout(handshake)
    stop()
    // Rejects for a connection that could not be opened, which the sink knows.
    Promise.resolve(client.dispose()).catch(() => {})
  }
  const fallBack = () => {
    abandon()
    sink.notOpened()
  }
  const handshake = setTimeout(fallBack, handshakeTimeoutMs)
  const stop = client.subscribe(paramsOf(operation), {
    next: (result) => sink.next(result),
    complete: () => isAbandoned || sink.complete(),
    error(error) {
      if (isAbandoned) return
      if (isOpen) sink.fail(failureOf(error))
      else fallBack()
    },
  })
  return abandon
}

/** Converts an error of the client: the errors of the operation, the event of the close, or an exception. */
function failureOf(error: unknown): Failure {
  if (Array.isArray(error))
    return { message: firstMessage(error, 'The operation failed.'), isUnauthenticated: false, errors: error }
  if (error instanceof CloseEvent && error.reason !== '') {
    const isUnauthenticated = error.code === FORBIDDEN
    return { message: `The gateway closed the connection: ${error.reason}`, isUnauthenticated }
  }
  if (error instanceof CloseEvent || error instanceof Event) return LOST_CONNECTION
  return { message: String(error), isUnauthenticated: false }
}
