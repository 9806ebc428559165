import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { GraphQLError } from 'graphql'
import { handleProtocols } from 'graphql-ws'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import { codedError } from '../coded-error.ts'
import type { Timeouts } from '../connections/timeouts.ts'
import type { LimitsOptions } from '../limits/limits.ts'
import type { Gate } from '../request-checks.ts'
import { renderError } from '../respond.ts'
import { createUninitializedSockets, type UninitializedLimits } from './uninitialized-sockets.ts'
import { type ConnectionsOptions, serveConnections } from './websocket-connections.ts'
import { createOperationServer, type OperationServerOptions } from './websocket-operations.ts'

/** Options of {@link serveWebSockets}. */
export interface WebSocketOptions
  extends Omit<OperationServerOptions, 'onInitialized'>,
    UninitializedLimits,
    Pick<ConnectionsOptions, 'slices' | 'admission' | 'maxUnsentBytes'> {
  readonly gate: Gate
  readonly logger: Logger
  /** Maximum number of connections. Further ones get 503. */
  readonly maxConnections: number
  /** Milliseconds between pings. A connection that does not answer a ping is terminated. */
  readonly keepAliveIntervalMs: number
  /** Time for queries and mutations in flight to finish in {@link WebSockets.close}, in milliseconds. */
  readonly shutdownGraceMs: number
  readonly timeouts: Timeouts
  /** `maxBodyBytes` also limits messages. A larger message closes the connection with 1009. */
  readonly limits: LimitsOptions['limits']
}

/** GraphQL over WebSocket (graphql-ws) on the port of the HTTP server. */
export interface WebSockets {
  /** Returns the number of open connections. */
  count(): number
  /** Closes each connection with 1001 (going away) once its queries and mutations are answered. Idempotent. */
  close(): Promise<void>
}

/** Serves GraphQL over WebSocket on `/graphql`. */
export function serveWebSockets(server: Server, options: WebSocketOptions): WebSockets {
  const { gate, metrics, logger, isStopping, maxConnections, timeouts } = options
  const bounds = { maxPayload: options.limits.maxBodyBytes, closeTimeout: timeouts.closingMs }
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, ...bounds })
  const uninitialized = createUninitializedSockets(options)
  const operations = createOperationServer({ ...options, onInitialized: uninitialized.initialized })
  const { close } = serveConnections(sockets, operations, {
    ...options,
    onCut: metrics.noteWebSocketCut,
    graceMs: options.shutdownGraceMs,
  })

  function reject(socket: Duplex, error: GraphQLError): void {
    metrics.noteWebSocketRejected(String(error.extensions['code']))
    respondRejection(socket, error)
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logger.debug({ err: error }, 'socket error'))
    if (request.url?.split('?')[0] !== '/graphql') {
      const message = 'Not found: the WebSocket endpoint is /graphql.'
      return reject(socket, codedError('NOT_FOUND', message, 404))
    }
    // The same-origin policy does not apply to WebSockets, and a page of any site may run in this network.
    const rejection = gate.rejectHost(request, options) ?? gate.rejectPage(request, options)
    if (rejection !== undefined) return reject(socket, rejection)
    if (isStopping()) {
      return reject(socket, codedError('SHUTTING_DOWN', 'The gateway is shutting down: retry.', 503))
    }
    if (sockets.clients.size >= maxConnections) {
      const message = `Too many WebSockets: at most ${maxConnections} are allowed (WS_MAX_CONNECTIONS). Retry later.`
      return reject(socket, codedError('TOO_MANY_CONNECTIONS', message, 503))
    }
    const tooMany = uninitialized.admit(request)
    if (tooMany !== undefined) return reject(socket, tooMany)
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      sockets.emit('connection', webSocket, request),
    )
  })

  return { count: () => sockets.clients.size, close }
}

function respondRejection(socket: Duplex, { message, extensions }: GraphQLError): void {
  const { status } = extensions['http'] as { readonly status: number }
  // Destroyed, because a client that does not close its half would keep the connection open forever.
  socket.end(renderError(status, String(extensions['code']), message), () => socket.destroy())
}
