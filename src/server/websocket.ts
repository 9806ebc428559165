import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { CloseCode, handleProtocols } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import { maskResult } from './errors.ts'
import type { LimitsOptions } from './limits/limits.ts'
import { nestingOf } from './limits/params.ts'
import { createRequestRecord, type RequestRecord } from './request-record.ts'
import type { GraphQLHandler } from './yoga.ts'

/** What WebSockets may do. */
export interface WebSocketOptions {
  readonly graphql: GraphQLHandler
  readonly logger: Logger
  readonly isDraining: () => boolean
  /** Connections at a time; further ones are answered 503. */
  readonly maxConnections: number
  /** Operations at a time on one connection. */
  readonly maxSubscriptions: number
  /** Milliseconds between pings; a connection that answers none is cut. */
  readonly keepAliveIntervalMs: number
  /** Of these, a message may be as large as the body of a request; a larger one closes the connection (1009). */
  readonly limits: Pick<LimitsOptions['limits'], 'maxBodyBytes' | 'maxNesting'>
}

/** GraphQL over WebSocket (graphql-ws) on the HTTP server's port. */
export interface WebSockets {
  /** Completes what is under way and closes every connection with 1001, going away. Idempotent. */
  close(): Promise<void>
}

/** Serves GraphQL over WebSocket on `/graphql`. */
export function serveWebSockets(server: Server, options: WebSocketOptions): WebSockets {
  const { graphql, logger, isDraining, maxConnections, maxSubscriptions, keepAliveIntervalMs } = options
  const { maxBodyBytes: maxPayload, maxNesting } = options.limits
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload })
  /** The record of each operation, by the context that was made for it. */
  const records = new WeakMap<object, RequestRecord>()
  const disconnections = new WeakMap<WebSocket, AbortSignal>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logger.debug({ err: error }, 'socket error'))
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found')
    // A page of another origin has the visitor's network, and a WebSocket is bound by no same-origin rule.
    if (!isSameOrigin(request)) return refuse(socket, '403 Forbidden')
    if (isDraining() || sockets.clients.size >= maxConnections)
      return refuse(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.emit('connection', webSocket, request)
      // Else graphql-ws prints each frame that ws has closed the connection for: too large, or no text.
      webSocket.removeAllListeners('error')
      webSocket.on('error', (error) => logger.debug({ err: error }, 'bad frame'))
    })
  })

  /** One for all operations of a connection. */
  function disconnectionOf(socket: WebSocket): AbortSignal {
    const known = disconnections.get(socket)
    if (known !== undefined) return known
    const closed = new AbortController()
    socket.once('close', () => closed.abort())
    disconnections.set(socket, closed.signal)
    return closed.signal
  }

  const transport = useServer(
    {
      onPing({ extra }, payload) {
        if (payload === undefined || nestingOf(payload) <= maxNesting) return
        extra.socket.close(CloseCode.BadRequest, 'Payload nested too deep')
        // graphql-ws prints its answer, which has the payload, before it sees that nobody is there; printing recurses.
        for (const member of Object.keys(payload)) delete payload[member]
      },
      async onSubscribe(context, id, { query, operationName, variables, extensions, ...naming }) {
        const record = createRequestRecord(context.extra.request, logger)
        const reject = (errors: readonly GraphQLError[]) => maskErrors(errors, record)
        if (isDraining())
          return reject([refusal('SHUTTING_DOWN', 'The gateway is shutting down: try again.')])
        // The operation itself is among them already.
        if (Object.keys(context.subscriptions).length > maxSubscriptions) {
          const message = `A connection may have ${maxSubscriptions} operations at a time.`
          return reject([refusal('TOO_MANY_SUBSCRIPTIONS', message)])
        }
        const params = {
          // A `documentId`, perhaps, beside a query that is empty.
          ...naming,
          query,
          ...(operationName != null && { operationName }),
          ...(variables != null && { variables }),
          ...(extensions != null && { extensions }),
        }
        const prepared = await graphql.prepare(record, params, disconnectionOf(context.extra.socket))
        if (!('document' in prepared)) return reject(prepared)
        records.set(prepared.contextValue as object, record)
        record.logger.debug({ operation: record.operation, id }, 'operation over WebSocket')
        return prepared
      },
      execute: (args) => rootOf(args).execute(args) as ExecutionResult,
      subscribe: (args) => rootOf(args).subscribe(args) as ExecutionResult,
      onNext(_context, _id, _payload, args, result) {
        const record = records.get(args.contextValue as object)
        if (record === undefined || result.errors === undefined) return undefined
        return {
          data: result.data ?? null,
          errors: maskErrors(result.errors, record).map((error) => error.toJSON()),
          ...(result.extensions && { extensions: result.extensions }),
        }
      },
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => (error instanceof GraphQLError ? error.toJSON() : error)),
    },
    sockets,
    keepAliveIntervalMs,
  )

  let closed: Promise<void> | undefined
  return {
    close() {
      // Streams that were just ended say so first.
      closed ??= setImmediate().then(() => transport.dispose())
      return closed
    },
  }
}

function rootOf({ rootValue }: ExecutionArgs) {
  return rootValue as { execute(args: ExecutionArgs): unknown; subscribe(args: ExecutionArgs): unknown }
}

function maskErrors(errors: readonly GraphQLError[], record: RequestRecord): GraphQLError[] {
  const { errors: masked = [] } = maskResult({ errors }, record)
  // The status that HTTP would have answered with is nobody's business here.
  for (const error of masked) delete error.extensions.http
  return [...masked]
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** Programs send no origin; a browser's page has to be one of ours. */
function isSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
