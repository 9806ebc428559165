import type { IncomingMessage } from 'node:http'
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
  parse,
} from 'graphql'
import { CloseCode, type Server as GraphQLServer, makeServer } from 'graphql-ws'
import { isAsyncIterable } from 'graphql-yoga'
import type { WebSocket } from 'ws'
import { type ConnectionIdentityOptions, createConnectionIdentities } from '../auth/connection.ts'
import { limitKeyOf } from '../auth/identity.ts'
import { codedError } from '../coded-error.ts'
import type { Timeouts } from '../connections/timeouts.ts'
import { maskErrors } from '../errors.ts'
import { dataTextOf } from '../execution/serialized-results.ts'
import type { LimitsOptions } from '../limits/limits.ts'
import { nestingOf } from '../limits/params.ts'
import {
  createRequestRecord,
  type RequestObservers,
  type RequestRecord,
} from '../observability/request-record.ts'
import { beginTrace } from '../observability/tracing.ts'
import type { GraphQLHandler, PreparedOperation } from '../yoga.ts'
import type { ConnectionExtra } from './websocket-connections.ts'

/** Options of {@link createOperationServer}. */
export interface OperationServerOptions extends ConnectionIdentityOptions, RequestObservers {
  readonly graphql: GraphQLHandler
  /** Returns true once new operations are rejected. */
  readonly isStopping: () => boolean
  /** Called when a connection has been authenticated. */
  readonly onInitialized: (request: IncomingMessage) => void
  /** Maximum number of concurrent operations on one connection. */
  readonly maxSubscriptions: number
  readonly timeouts: Timeouts
  readonly limits: Pick<LimitsOptions['limits'], 'maxNesting'>
}

/** Creates the graphql-ws server for any kind of connection: authenticates clients and runs their operations. */
export function createOperationServer(options: OperationServerOptions): GraphQLServer<ConnectionExtra> {
  const { graphql, callerLimits, isStopping, maxSubscriptions } = options
  const identities = createConnectionIdentities(options)
  /** Record of each operation, by its payload. */
  const records = new WeakMap<object, RequestRecord>()
  /** Unfinished operations of each connection. */
  const open = new WeakMap<object, Set<RequestRecord>>()
  const disconnections = new WeakMap<WebSocket, AbortSignal>()

  /** Returns the error that rejects an operation before it is parsed, if any. */
  async function rejectionOf(record: RequestRecord, operations: number): Promise<GraphQLError | undefined> {
    // The count includes this operation.
    if (operations > maxSubscriptions) {
      const message = `Too many operations: a connection may run ${maxSubscriptions} at a time (WS_MAX_SUBSCRIPTIONS).`
      return codedError('TOO_MANY_SUBSCRIPTIONS', message)
    }
    try {
      await callerLimits.countOperation(record.limitKey ?? '')
      return undefined
    } catch (error) {
      if (error instanceof GraphQLError) return error
      throw error
    }
  }

  /** Returns a signal that aborts when the connection closes. All its operations share the signal. */
  function disconnectionOf(socket: WebSocket): AbortSignal {
    const known = disconnections.get(socket)
    if (known !== undefined) return known
    const closed = new AbortController()
    socket.once('close', () => closed.abort())
    disconnections.set(socket, closed.signal)
    return closed.signal
  }

  return makeServer<undefined, ConnectionExtra>({
    connectionInitWaitTimeout: options.timeouts.connectionInitMs,
    onConnect(context) {
      const { extra } = context
      extra.hasPendingOperation = () => Object.values(context.subscriptions).includes(null)
      return identities.open(context).then((isOpen) => {
        const identity = identities.identityOf(context)
        if (identity !== undefined) {
          extra.sink.caller = limitKeyOf(identity, extra.request)
          options.onInitialized(extra.request)
        }
        return isOpen
      })
    },
    onPing({ extra }, payload) {
      if (payload === undefined || nestingOf(payload) <= options.limits.maxNesting) return
      extra.socket.close(
        CloseCode.BadRequest,
        `Ping payload exceeds MAX_NESTING (${options.limits.maxNesting})`,
      )
      // Emptied, because graphql-ws still prints the payload into its pong, and printing is recursive.
      for (const member of Object.keys(payload)) delete payload[member]
    },
    async onSubscribe(context, id, payload) {
      const { request, socket, sink, messages } = context.extra
      const { query, operationName, variables, extensions, ...documentIds } = messages.payloadOf(payload)
      const record = createRequestRecord(request, options, 'websocket')
      const identity = identities.identityOf(context)
      if (identity !== undefined) {
        record.identity = identity
        record.limitKey = sink.caller
      }
      const reject = (errors: readonly GraphQLError[]) => {
        const masked = maskErrors(errors, record)
        record.finish({ aborted: false })
        return masked
      }
      if (isStopping()) {
        // Removed without a response: an error would be final, but the following close makes clients retry elsewhere.
        delete context.subscriptions[id]
        return reject([codedError('SHUTTING_DOWN', 'The gateway is shutting down: connect again.')])
      }
      const rejection = await rejectionOf(record, Object.keys(context.subscriptions).length)
      if (rejection !== undefined) return reject([rejection])
      beginTrace(record, request.headers)
      const params = {
        // May contain a `documentId` if the query is empty.
        ...documentIds,
        query,
        ...(operationName != null && { operationName }),
        ...(variables != null && { variables }),
        ...(extensions != null && { extensions }),
      }
      const prepared = await graphql.prepare(record, params, {
        disconnected: disconnectionOf(socket),
        sink,
      })
      if (!('document' in prepared)) return reject(prepared)
      if (options.logger.isLevelEnabled('debug'))
        record.logger.debug({ operation: record.operation, id }, 'operation over WebSocket')
      records.set(payload, record)
      open.set(context, (open.get(context) ?? new Set()).add(record))
      return placeholderOf(prepared)
    },
    execute: (args) => rootOf(args).run() as ExecutionResult,
    subscribe: (args) => rootOf(args).run() as ExecutionResult,
    onOperation({ extra }, _id, _payload, _args, result) {
      if (isAsyncIterable(result)) extra.onStreaming()
    },
    onNext({ extra }, _id, payload, _args, result) {
      const record = records.get(payload)
      const errors = record && result.errors && maskErrors(result.errors, record)
      // For a subscription, the first event ends the span.
      record?.trace?.end(record)
      const dataText = dataTextOf(result)
      if (errors === undefined && dataText === undefined) return undefined
      // The data is already serialized; graphql-ws would serialize it again, without yielding.
      const data = dataText === undefined ? result.data : extra.messages.referTo(dataText)
      return {
        ...(errors && { errors: errors.map((error) => error.toJSON()) }),
        ...(data !== undefined && { data }),
        ...(result.extensions && { extensions: result.extensions }),
      }
    },
    onError(_context, _id, payload, errors) {
      // Errors of a rejected operation are already masked, but errors that broke a stream are not.
      const record = records.get(payload)
      const graphqlErrors = errors.filter((error) => error instanceof GraphQLError)
      return (record === undefined ? graphqlErrors : maskErrors(graphqlErrors, record)).map((error) =>
        error.toJSON(),
      )
    },
    onComplete(context, id, payload) {
      const record = records.get(payload)
      if (record === undefined) return
      open.get(context)?.delete(record)
      record.finish({ aborted: !(id in context.subscriptions) })
    },
    onClose(context) {
      identities.close(context)
      for (const record of open.get(context) ?? []) record.finish({ aborted: true })
    },
  })
}

const STAND_INS = {
  [OperationTypeNode.QUERY]: parse('query { none }'),
  [OperationTypeNode.MUTATION]: parse('mutation { none }'),
  [OperationTypeNode.SUBSCRIPTION]: parse('subscription { none }'),
  // graphql-ws reports that the operation does not exist.
  none: parse('fragment none on None { none }'),
}

/**
 * Returns small execution arguments in place of an operation's own, which may be large. graphql-ws retains them while
 * the operation runs.
 */
function placeholderOf(operation: PreparedOperation): ExecutionArgs {
  const { schema, document, operationName } = operation
  const type = getOperationAST(document, operationName)?.operation
  let waiting: PreparedOperation | undefined = operation
  function run(): unknown {
    if (waiting === undefined) throw new Error('The operation has already run.')
    const { rootValue, ...args } = waiting
    waiting = undefined
    const { execute, subscribe } = rootValue
    return (type === OperationTypeNode.SUBSCRIPTION ? subscribe : execute)({ ...args, rootValue })
  }
  return { schema, document: STAND_INS[type ?? 'none'], rootValue: { run }, contextValue: undefined }
}

function rootOf({ rootValue }: ExecutionArgs) {
  return rootValue as { run(): unknown }
}
