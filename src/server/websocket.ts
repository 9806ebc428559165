import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { handleProtocols, makeServer } from 'graphql-ws'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import { maskResult } from './errors.ts'
import type { Metrics } from './metrics/metrics.ts'
import { createRequestRecord, type RequestRecord } from './request-record.ts'
import type { Timeouts } from './timeouts.ts'
import { beginTrace } from './tracing.ts'
import { type ConnectionExtra, serveConnections } from './websocket/connections.ts'
import type { GraphQLHandler } from './yoga.ts'

/** What WebSockets may do. */
export interface WebSocketOptions {
  readonly graphql: GraphQLHandler
  readonly logger: Logger
  readonly metrics: Metrics
  readonly isDraining: () => boolean
  /** Connections at a time; further ones are answered 503. */
  readonly maxConnections: number
  /** Operations at a time on one connection. */
  readonly maxSubscriptions: number
  /** Milliseconds between pings; a connection that answers none is cut. */
  readonly keepAliveIntervalMs: number
  readonly timeouts: Pick<Timeouts, 'connectionInitMs' | 'closingMs'>
  /** Milliseconds that operations under way get to finish when the server stops. */
  readonly shutdownGraceMs: number
}

/** GraphQL over WebSocket (graphql-ws) on the HTTP server's port. */
export interface WebSockets {
  /** How many are open. */
  count(): number
  /** Waits for what is under way and closes every connection with 1001, going away. Idempotent. */
  close(): Promise<void>
}

/** As large as an operation may be. */
const MAX_MESSAGE_BYTES = 256 * 1024

/** Serves GraphQL over WebSocket on `/graphql`. */
export function serveWebSockets(server: Server, options: WebSocketOptions): WebSockets {
  const { graphql, logger, isDraining, maxConnections, maxSubscriptions } = options
  const bounds = { maxPayload: MAX_MESSAGE_BYTES, closeTimeout: options.timeouts.closingMs }
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, ...bounds })
  /** The record of each operation, by the payload that asked for it. */
  const records = new WeakMap<object, RequestRecord>()
  /** The operations of a connection that are not over. */
  const open = new WeakMap<object, Set<RequestRecord>>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logger.debug({ err: error }, 'socket error'))
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found')
    // A page of another origin has the visitor's network, and a WebSocket is bound by no same-origin rule.
    if (!isSameOrigin(request)) return refuse(socket, '403 Forbidden')
    if (isDraining() || sockets.clients.size >= maxConnections)
      return refuse(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      sockets.emit('connection', webSocket, request),
    )
  })

  const protocol = makeServer<undefined, ConnectionExtra>({
    connectionInitWaitTimeout: options.timeouts.connectionInitMs,
    async onSubscribe(context, id, payload) {
      const { query, operationName, variables, extensions } = payload
      const { request } = context.extra
      const record = createRequestRecord(request, options, 'websocket')
      const reject = (errors: readonly GraphQLError[]) => {
        const masked = maskErrors(errors, record)
        record.finish({ aborted: false })
        return masked
      }
      if (isDraining()) return reject([refusal('SHUTTING_DOWN', 'The gateway is shutting down: try again.')])
      // The operation itself is among them already.
      if (Object.keys(context.subscriptions).length > maxSubscriptions) {
        const message = `A connection may have ${maxSubscriptions} operations at a time.`
        return reject([refusal('TOO_MANY_SUBSCRIPTIONS', message)])
      }
      beginTrace(record, request.headers)
      const prepared = await graphql.prepare(record, {
        query,
        ...(operationName != null && { operationName }),
        ...(variables != null && { variables }),
        ...(extensions != null && { extensions }),
      })
      if (!('document' in prepared)) return reject(prepared)
      record.logger.debug({ operation: record.operation, id }, 'operation over WebSocket')
      records.set(payload, record)
      open.set(context, (open.get(context) ?? new Set()).add(record))
      return prepared
    },
    execute: (args) => rootOf(args).execute(args) as ExecutionResult,
    subscribe: (args) => rootOf(args).subscribe(args) as ExecutionResult,
    onNext(_context, _id, payload, _args, result) {
      const record = records.get(payload)
      const errors = record && result.errors && maskErrors(result.errors, record)
      // Of a stream, the first event ends the span.
      record?.trace?.end(record)
      if (errors === undefined) return undefined
      return {
        data: result.data ?? null,
        errors: errors.map((error) => error.toJSON()),
        ...(result.extensions && { extensions: result.extensions }),
      }
    },
    onError(_context, _id, payload, errors) {
      // Those of an operation that was refused are masked already; here are also those that broke a stream.
      const record = records.get(payload)
      const told = errors.filter((error) => error instanceof GraphQLError)
      return (record === undefined ? told : maskErrors(told, record)).map((error) => error.toJSON())
    },
    onComplete(context, id, payload) {
      const record = records.get(payload)
      if (record === undefined) return
      open.get(context)?.delete(record)
      record.finish({ aborted: !(id in context.subscriptions) })
    },
    onClose(context) {
      for (const record of open.get(context) ?? []) record.finish({ aborted: true })
    },
  })
  const connections = serveConnections(sockets, protocol, {
    ...options,
    graceMs: options.shutdownGraceMs,
  })

  return {
    count: () => sockets.clients.size,
    close: connections.close,
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
  // Without the second half, a client that does not close keeps the connection open for good.
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}
