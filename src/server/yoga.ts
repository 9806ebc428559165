import type { RequestListener } from 'node:http'
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql'
import { createYoga, type GraphQLParams, isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Slices } from '../inventory/slices.ts'
import type { Caller } from '../schema/access.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { type Timeouts, useReadingClients } from './connections/timeouts.ts'
import { maskResult } from './errors.ts'
import type { AdmissionLimits } from './execution/admission.ts'
import type { Exchange } from './limits/body.ts'
import type { Cancellable } from './limits/deadlines.ts'
import { createDocumentCache } from './limits/document-cache.ts'
import { createLimits, type LimitsOptions } from './limits/limits.ts'
import { type CallerLimits, useSubscriptionLimit } from './limits/per-caller.ts'
import { useMediaTypes, useNoOrphans } from './media-types.ts'
import { requestsNoCache } from './no-cache.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import { useObservedExecution } from './observability/observed-execution.ts'
import { createOperationLabels, type OperationLabels } from './observability/operation-labels.ts'
import type { RequestRecord, ServerContext } from './observability/request-record.ts'
import { beginTrace } from './observability/tracing.ts'
import { useResultAdditions } from './result-additions.ts'
import { useProxyHeaders } from './subscriptions/event-streams.ts'
import type { Outlet } from './subscriptions/outlet.ts'
import { useSharedExecution } from './subscriptions/shared-execution.ts'
import { requestsUpstreamInfo } from './upstream-info.ts'

/** What a GraphQL request says about itself, for the one who makes its context. */
export interface ContextRequest {
  readonly caller: Caller
  readonly requestId: string
  /** The client wants what AWS says now, or an error. */
  readonly noCache: boolean
  /** The client wants to be told what its answer cost AWS, and how old it is. */
  readonly upstreamInfo: boolean
  readonly logger: Logger
  /** Aborted when nobody waits for the answer any more: its deadline has passed, or it is a query whose client has gone. */
  readonly signal: AbortSignal
}

/** What the pipeline is made of. */
export interface GraphQLHandlerOptions extends LimitsOptions {
  readonly schema: GraphQLSchema
  /** Called once per operation; the own enumerable members of what it returns become those of the context. */
  readonly createContext: (request: ContextRequest) => object
  readonly logger: Logger
  readonly authenticator: Authenticator
  readonly callerLimits: CallerLimits
  readonly metrics: Metrics
  readonly timeouts: Timeouts
  /** Lets events of many subscribers yield to the event loop. */
  readonly slices: Slices
  readonly admissionLimits: AdmissionLimits
  /** Milliseconds that an event stream may be quiet between two heartbeats. */
  readonly longestSilenceMs: number
}

/** Connection of a transport other than HTTP. */
export interface ClientConnection {
  /** Aborts when the client has gone. */
  readonly disconnected: AbortSignal
  readonly outlet: Outlet
}

/** Serves GraphQL over HTTP on `/graphql`: parse, validate, execute, mask. */
export interface GraphQLHandler {
  handle(record: RequestRecord, ...exchange: Parameters<RequestListener>): Promise<void>
  /**
   * Prepares an operation for another transport: the same parser, rules, context and execution as over HTTP.
   * Its result, or its errors, are still to be masked.
   * @param connection that the client has.
   */
  prepare(
    record: RequestRecord,
    params: GraphQLParams,
    connection: ClientConnection,
  ): Promise<PreparedOperation | readonly GraphQLError[]>
  dispose(): Promise<void>
}

/** An operation that can be run: with `execute`, or `subscribe` if it is a subscription. */
export interface PreparedOperation extends ExecutionArgs {
  readonly rootValue: {
    readonly execute: (args: ExecutionArgs) => unknown
    readonly subscribe: (args: ExecutionArgs) => unknown
  }
}

/**
 * Builds the Yoga pipeline. It owns no socket, so that other transports can share it.
 * @param transports how subscriptions are answered over HTTP.
 */
export function createGraphQLHandler(
  options: GraphQLHandlerOptions,
  transports: readonly Plugin<ServerContext, ServerContext>[] = [],
): GraphQLHandler {
  const { schema, createContext, logger, authenticator, callerLimits, metrics } = options
  const labels = createOperationLabels()
  const limits = createLimits(options)
  function checkSent(params: GraphQLParams): void {
    // A signature is checked over what was sent, and printing that recurses.
    limits.checkParams(params)
    authenticator.checkOperation(params)
  }
  const yoga = createYoga<ServerContext & Cancellable & Exchange>({
    schema,
    context({ record: { requestId, logger, identity }, request, params, cancellation: { signal } }) {
      // Nobody is nobody by accident: whoever is let in has an identity, be it `anonymous`.
      if (identity === undefined) throw new Error('An operation has no identity.')
      return createContext({
        requestId,
        logger,
        signal,
        caller: identity.caller,
        noCache: requestsNoCache(request.headers, params.extensions),
        upstreamInfo: requestsUpstreamInfo(request.headers, params.extensions),
      })
    },
    plugins: [
      useMediaTypes(),
      // Before limits put a document in the place of its id: what was signed is what was sent.
      { onParams: ({ params }) => checkSent(params) },
      useRequestRecord(labels),
      ...limits.plugins,
      useResultAdditions(),
      useSharedExecution(limits.runEvent, {
        ...options,
        maxResponseBytes: options.limits.maxResponseBytes,
      }),
      useObservedExecution(metrics, labels),
      useSubscriptionLimit(callerLimits),
      // They send what those before them execute.
      ...transports,
      useNoOrphans(),
      useMasking(),
      useProxyHeaders(),
      useReadingClients(options.timeouts, options.longestSilenceMs),
    ],
    // Ours knows the request's id and the table of upstream errors.
    maskedErrors: false,
    logging: {
      debug: (...args) => logger.trace({ args }, 'yoga'),
      info: (...args) => logger.debug({ args }, 'yoga'),
      warn: (...args) => logger.warn({ args }, 'yoga'),
      error: (...args) => logger.error({ args }, 'yoga'),
    },
    graphqlEndpoint: '/graphql',
    // Yoga answers any URL that ends so; a space cannot be in one, which leaves health to the routes.
    healthCheckEndpoint: ' ',
    graphiql: false,
    landingPage: false,
    multipart: false,
    cors: false,
    parserAndValidationCache: createDocumentCache(),
    // Ours counts, and lets the client see what it is told.
    maxRequestBodySize: false,
  })
  /** Stands for the HTTP request that other transports lack: it says nothing, so that one does for all of them. */
  const request = new Request('http://localhost/graphql', { method: 'POST' })
  return {
    async handle(record, incoming, outgoing) {
      beginTrace(record, incoming.headers)
      const cancellation = new AbortController()
      return yoga(incoming, outgoing, { record, incoming, outgoing, res: outgoing, cancellation })
    },
    async prepare(record, asked, connection) {
      try {
        checkSent(asked)
        const params = limits.admit(asked)
        const cancellation = new AbortController()
        const enveloped = yoga.getEnveloped({ record, request, params, cancellation, ...connection })
        const { schema, parse, validate, contextFactory, execute, subscribe } = enveloped
        const document = parse(params.query ?? '')
        const errors: readonly GraphQLError[] = validate(schema, document)
        if (errors.length > 0) return errors
        return {
          schema,
          document,
          operationName: params.operationName,
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        }
      } catch (error) {
        if (error instanceof GraphQLError) return [error]
        const originalError = error instanceof Error ? error : new Error(String(error))
        return [new GraphQLError('Unexpected error', { originalError })]
      }
    },
    dispose: async () => yoga.dispose(),
  }
}

function useRequestRecord(labels: OperationLabels): Plugin<ServerContext> {
  return {
    onParse:
      () =>
      ({ result, context: { record, params } }) => {
        if (result === null || result instanceof Error) return
        const operation = getOperationAST(result, params.operationName)
        if (operation === undefined || operation === null) return
        const name = operation.name?.value
        record.operation = { name, type: operation.operation, label: labels.labelOf(name) }
      },
  }
}

/** Last in line: whatever an operation or Yoga itself ended with goes through the mask before it is sent. */
function useMasking(): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, setResult, serverContext: { record } }) {
      const mask = (one: ExecutionResult) => {
        const masked = maskResult(one, record)
        // Of a stream, the first event ends the span.
        record.trace?.end(record)
        return masked
      }
      if (Array.isArray(result)) setResult(result.map(mask))
      else setResult(isAsyncIterable(result) ? mapAsyncIterator(result, mask) : mask(result))
    },
  }
}
