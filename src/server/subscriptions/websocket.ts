import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { handleProtocols } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { type ConnectionOptions, createConnections } from '../auth/connection.ts'
import { limitKeyOf } from '../auth/identity.ts'
import { maskErrors } from '../errors.ts'
import type { Gate } from '../gate.ts'
import { refusal } from '../refusal.ts'
import { createRequestRecord, type RequestRecord } from '../request-record.ts'
import type { GraphQLHandler } from '../yoga.ts'

/** What WebSockets may do. */
export interface WebSocketOptions extends ConnectionOptions {
  readonly gate: Gate
  readonly graphql: GraphQLHandler
  readonly isDraining: () => boolean
  /** Connections at a time; further ones are answered 503. */
  readonly maxConnections: number
  /** Operations at a time on one connection. */
  readonly maxSubscriptions: number
  /** Milliseconds between pings; a connection that answers none is cut. */
  readonly keepAliveIntervalMs: number
}

/** GraphQL over WebSocket (graphql-ws) on the HTTP server's port. */
export interface WebSockets {
  /** Completes what is under way and closes every connection with 1001, going away. Idempotent. */
  close(): Promise<void>
}

/** As large as an operation may be. */
const MAX_MESSAGE_BYTES = 256 * 1024

/** Serves GraphQL over WebSocket on `/graphql`. */
export function serveWebSockets(server: Server, options: WebSocketOptions): WebSockets {
  const { graphql, gate, logger, isDraining, maxConnections, maxSubscriptions, keepAliveIntervalMs } = options
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: MAX_MESSAGE_BYTES })
  const connections = createConnections(options)
  /** The record of each operation, by the context that was made for it. */
  const records = new WeakMap<object, RequestRecord>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logger.debug({ err: error }, 'socket error'))
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found')
    // A page of another origin has the visitor's network, and a WebSocket is bound by no same-origin rule.
    if (!gate.isMeantForUs(request) || !gate.isPageAllowed(request)) return refuse(socket, '403 Forbidden')
    if (isDraining() || sockets.clients.size >= maxConnections)
      return refuse(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      sockets.emit('connection', webSocket, request),
    )
  })

  const transport = useServer(
    {
      onConnect: (context) => connections.open(context),
      onClose: (context) => connections.close(context),
      async onSubscribe(context, id, { query, operationName, variables, extensions }) {
        const record = createRequestRecord(context.extra.request, logger)
        const identity = connections.identityOf(context)
        if (identity !== undefined) {
          record.identity = identity
          record.limitKey = limitKeyOf(identity, context.extra.request)
        }
        const reject = (errors: readonly GraphQLError[]) => maskErrors(errors, record)
        if (isDraining())
          return reject([refusal('SHUTTING_DOWN', 'The gateway is shutting down: try again.')])
        // The operation itself is among them already.
        if (Object.keys(context.subscriptions).length > maxSubscriptions) {
          const message = `A connection may have ${maxSubscriptions} operations at a time.`
          return reject([refusal('TOO_MANY_SUBSCRIPTIONS', message)])
        }
        const excess = await excessOf(record.limitKey)
        if (excess !== undefined) return reject([excess])
        const prepared = await graphql.prepare(record, {
          query,
          ...(operationName != null && { operationName }),
          ...(variables != null && { variables }),
          ...(extensions != null && { extensions }),
        })
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

  async function excessOf(limitKey = ''): Promise<GraphQLError | undefined> {
    try {
      await options.callerLimits.countOperation(limitKey)
      return undefined
    } catch (error) {
      if (error instanceof GraphQLError) return error
      throw error
    }
  }

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

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
