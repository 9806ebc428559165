import type { IncomingMessage } from 'node:http'
import { CloseCode, type Server as GraphQLServer, MessageType, parseMessage } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Slices } from '../../inventory/slices.ts'
import {
  type Backlog,
  createBacklog,
  createWebSocketSink,
  keepAlive,
  pauseWhileUnread,
  type WebSocketSink,
  type WebSocketSinkOptions,
} from './websocket-flow.ts'
import { createWebSocketMessages, MessageRejected, type WebSocketMessages } from './websocket-messages.ts'

/** Connection state in the `extra` of graphql-ws' context. */
export interface ConnectionExtra {
  readonly request: IncomingMessage
  readonly socket: WebSocket
  readonly sink: WebSocketSink
  readonly messages: WebSocketMessages
  readonly backlog: Backlog
  /** Returns true while a query or mutation is pending. Streaming subscriptions do not count. */
  hasPendingOperation: () => boolean
  /** Called when a subscription starts streaming. */
  readonly onStreaming: () => void
}

/** Options of {@link serveConnections}. */
export interface ConnectionsOptions extends WebSocketSinkOptions {
  readonly logger: Logger
  /** Time slicer that yields to the event loop between messages of many connections. */
  readonly slices: Slices
  /** Milliseconds between pings. A connection that does not answer a ping before the next one is terminated. */
  readonly keepAliveIntervalMs: number
  /** Time for queries and mutations in flight to finish in {@link Connections.close}, in milliseconds. */
  readonly graceMs: number
  /** Called when a connection is terminated because the client did not answer a ping. */
  readonly onCut: () => void
}

/** Connections of a WebSocket server. */
export interface Connections {
  /**
   * Closes each connection with 1001 (going away) once its queries and mutations are answered. Does not complete
   * subscriptions first, because clients would not resubscribe. Idempotent.
   */
  close(): Promise<void>
}

/** Close code of RFC 6455 for data of an unsupported type. */
const UNSUPPORTED_DATA = 1003
const GOING_AWAY = 1001
/** Message types that only servers send. */
const OF_SERVERS: ReadonlySet<string> = new Set([
  MessageType.ConnectionAck,
  MessageType.Next,
  MessageType.Error,
])

/**
 * Runs the graphql-ws protocol on each connection of a WebSocket server. Replaces `useServer` of graphql-ws, which
 * prints client input to the console, treats binary messages as text, and never pauses reading.
 */
export function serveConnections(
  sockets: WebSocketServer,
  graphql: GraphQLServer<ConnectionExtra>,
  options: ConnectionsOptions,
): Connections {
  const { logger, slices, keepAliveIntervalMs, graceMs, onCut } = options
  const open = new Set<ConnectionExtra>()
  let isClosing = false

  function closeIfIdle({ socket, hasPendingOperation }: ConnectionExtra): void {
    if (isClosing && !hasPendingOperation()) socket.close(GOING_AWAY, 'Going away')
  }

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    // The close code has already been sent.
    socket.on('error', (error) => logger.debug({ err: error }, 'WebSocket error'))
    const endKeepAlive = keepAlive(socket, keepAliveIntervalMs, onCut)
    const sink = createWebSocketSink(socket, options)
    const extra: ConnectionExtra = {
      socket,
      request,
      sink,
      messages: createWebSocketMessages(),
      backlog: createBacklog(socket),
      hasPendingOperation: () => false,
      // Deferred until graphql-ws has registered the stream.
      onStreaming: () => setImmediate(closeIfIdle, extra),
    }
    open.add(extra)
    const onClosed = graphql.opened(
      {
        protocol: socket.protocol,
        send: (text) => sink.send(extra.messages.toSend(text)),
        close: (code, reason) => socket.close(code, reason),
        onMessage(handle) {
          let isFirst = true
          socket.on('message', (data, isBinary) => {
            if (socket.readyState !== socket.OPEN) return
            if (isBinary)
              return socket.close(UNSUPPORTED_DATA, 'Binary messages are not supported: send text')
            pauseWhileUnread(socket, request.socket)
            const text = String(data)
            // The first message must initialize the connection within a time limit, so it does not wait for other work.
            if (isFirst) handleMessage(extra, text, handle)
            else receive(extra, text, handle)
            isFirst = false
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

  /** Queues a message behind other work, because a client may send hundreds at once. */
  function receive(extra: ConnectionExtra, text: string, handle: (text: string) => Promise<void>): void {
    const { socket, request } = extra
    const done = extra.backlog.add(text.length)
    slices.schedule(() => {
      done()
      pauseWhileUnread(socket, request.socket)
      if (socket.readyState === socket.OPEN) handleMessage(extra, text, handle)
    })
  }

  function handleMessage(
    extra: ConnectionExtra,
    text: string,
    handle: (text: string) => Promise<void>,
  ): void {
    const { socket, messages } = extra
    try {
      const handled = messages.toHandle(text)
      const done = () => closeIfIdle(extra)
      handle(handled).then(done, (error: unknown) => {
        closeAfter(error, handled, socket)
        done()
      })
    } catch (error) {
      if (error instanceof MessageRejected) socket.close(CloseCode.BadRequest, error.message)
      else closeAfter(error, text, socket)
    }
  }

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
    for (const extra of open) closeIfIdle(extra)
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
