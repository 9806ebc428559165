import type { IncomingMessage } from 'node:http'
import { CloseCode, type Server as GraphQLServer, MessageType, parseMessage } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Slices } from '../../inventory/slices.ts'
import {
  type Backlog,
  createBacklog,
  createWebSocketOutlet,
  keepAlive,
  pauseWhileUnread,
  type WebSocketOutlet,
  type WebSocketOutletOptions,
} from './websocket-flow.ts'
import { createWebSocketMessages, MessageRefused, type WebSocketMessages } from './websocket-messages.ts'

/** Connection state in the `extra` of graphql-ws' context. */
export interface ConnectionExtra {
  readonly request: IncomingMessage
  readonly socket: WebSocket
  readonly outlet: WebSocketOutlet
  readonly messages: WebSocketMessages
  readonly backlog: Backlog
  /** Whether an operation is not answered yet; a subscription that streams is. */
  owesAnswer: () => boolean
  /** Called when a subscription begins to stream. */
  readonly onStreaming: () => void
}

/** How connections are kept and ended. */
export interface ConnectionsOptions extends WebSocketOutletOptions {
  readonly logger: Logger
  /** Lets the messages of many connections yield to the event loop. */
  readonly slices: Slices
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
  options: ConnectionsOptions,
): Connections {
  const { logger, slices, keepAliveIntervalMs, graceMs } = options
  const open = new Set<ConnectionExtra>()
  let isClosing = false

  function closeIfAnswered({ socket, owesAnswer }: ConnectionExtra): void {
    if (isClosing && !owesAnswer()) socket.close(GOING_AWAY, 'Going away')
  }

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    // The close code that is due is sent already.
    socket.on('error', (error) => logger.debug({ err: error }, 'WebSocket error'))
    const endKeepAlive = keepAlive(socket, keepAliveIntervalMs)
    const outlet = createWebSocketOutlet(socket, options)
    const extra: ConnectionExtra = {
      socket,
      request,
      outlet,
      messages: createWebSocketMessages(),
      backlog: createBacklog(socket),
      owesAnswer: () => false,
      // Once graphql-ws has taken note of it.
      onStreaming: () => setImmediate(closeIfAnswered, extra),
    }
    open.add(extra)
    const onClosed = graphql.opened(
      {
        protocol: socket.protocol,
        send: outlet.send,
        close: (code, reason) => socket.close(code, reason),
        onMessage(handle) {
          let isFirst = true
          socket.on('message', (data, isBinary) => {
            if (socket.readyState !== socket.OPEN) return
            if (isBinary) return socket.close(UNSUPPORTED_DATA, 'Messages are text')
            pauseWhileUnread(socket, request.socket)
            const text = String(data)
            // It initialises the connection, for which time is limited: it waits for no other work.
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

  /** A client may send hundreds of operations in one go: each is handled in turn with all other work. */
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
      handle(handled)
        .catch((error: unknown) => closeAfter(error, handled, socket))
        .finally(() => closeIfAnswered(extra))
    } catch (error) {
      if (error instanceof MessageRefused) socket.close(CloseCode.BadRequest, error.message)
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
