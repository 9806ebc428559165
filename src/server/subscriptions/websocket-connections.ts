import type { IncomingMessage } from 'node:http'
import { CloseCode, type Server as GraphQLServer, MessageType, parseMessage } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket, WebSocketServer } from 'ws'
import { keepAlive, pauseWhileUnread } from './websocket-flow.ts'
import { withQuery } from './websocket-messages.ts'

/** Connection state in the `extra` of graphql-ws' context. */
export interface ConnectionExtra {
  readonly request: IncomingMessage
  readonly socket: WebSocket
  /** Whether an operation is not answered yet; a subscription that streams is. */
  owesAnswer: () => boolean
  /** Called when a subscription begins to stream. */
  readonly onStreaming: () => void
}

/** How connections are kept and ended. */
export interface ConnectionsOptions {
  readonly logger: Logger
  /** Milliseconds between pings; a connection that has not answered the last one by the next is cut. */
  readonly keepAliveIntervalMs: number
  /** Milliseconds that queries and mutations in flight get to finish in {@link Connections.close}. */
  readonly graceMs: number
}

/** The connections of a WebSocket server. */
export interface Connections {
  /**
   * Closes each connection with 1001, going away, once its queries and mutations are answered. Subscriptions are not
   * completed first: clients would not come back for them. Idempotent.
   */
  close(): Promise<void>
}

/** RFC 6455: a kind of data that cannot be accepted. */
const UNSUPPORTED_DATA = 1003
const GOING_AWAY = 1001
/** What servers tell clients, and no client tells a server. */
const OF_SERVERS: ReadonlySet<string> = new Set([
  MessageType.ConnectionAck,
  MessageType.Next,
  MessageType.Error,
])

/**
 * Runs the graphql-ws protocol over each connection of a WebSocket server. Of our own rather than graphql-ws' `useServer`,
 * which writes what clients send to the console, takes binary messages for text, and never stops reading.
 */
export function serveConnections(
  sockets: WebSocketServer,
  graphql: GraphQLServer<ConnectionExtra>,
  { logger, keepAliveIntervalMs, graceMs }: ConnectionsOptions,
): Connections {
  const open = new Set<ConnectionExtra>()
  let isClosing = false

  function closeIfAnswered({ socket, owesAnswer }: ConnectionExtra): void {
    if (isClosing && !owesAnswer()) socket.close(GOING_AWAY, 'Going away')
  }

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    // The close code that is due is sent already.
    socket.on('error', (error) => logger.debug({ err: error }, 'WebSocket error'))
    const endKeepAlive = keepAlive(socket, keepAliveIntervalMs)
    const extra: ConnectionExtra = {
      socket,
      request,
      owesAnswer: () => false,
      // Once graphql-ws has taken note of it.
      onStreaming: () => setImmediate(closeIfAnswered, extra),
    }
    open.add(extra)
    const onClosed = graphql.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage(handle) {
          socket.on('message', (data, isBinary) => {
            if (socket.readyState !== socket.OPEN) return
            if (isBinary) return socket.close(UNSUPPORTED_DATA, 'Messages are text')
            pauseWhileUnread(socket, request.socket)
            const text = withQuery(String(data))
            handle(text)
              .catch((error: unknown) => closeAfter(error, text, socket))
              .finally(() => closeIfAnswered(extra))
          })
        },
      },
      extra,
    )
    socket.once('close', (code, reason) => {
      endKeepAlive()
      open.delete(extra)
      onClosed(code, String(reason)).catch((error: unknown) =>
        logger.error({ err: error }, 'unexpected error'),
      )
    })
  })

  function closeAfter(error: unknown, text: string, socket: WebSocket): void {
    if (OF_SERVERS.has(parseMessage(text).type)) {
      socket.close(CloseCode.BadRequest, 'Invalid message received')
    } else {
      logger.error({ err: error }, 'unexpected error')
      socket.close(CloseCode.InternalServerError, 'Internal server error')
    }
  }

  async function closeAll(): Promise<void> {
    isClosing = true
    const closed = new Promise<void>((done) => sockets.close(() => done()))
    for (const extra of open) closeIfAnswered(extra)
    const fuse = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate()
    }, graceMs)
    await closed
    clearTimeout(fuse)
  }

  let closed: Promise<void> | undefined
  return {
    close() {
      closed ??= closeAll()
      return closed
    },
  }
}

/** Resolves when the message is out of our hands, so that a stream goes no faster than its client reads. */
function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve()
    // Where it fails the connection is gone, which ends its operations.
    socket.send(data, () => resolve())
  })
}
