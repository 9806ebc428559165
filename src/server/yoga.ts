import type { RequestListener } from 'node:http'
import { type ExecutionArgs, GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import { createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Caller } from '../schema/access.ts'
import { createAnswers } from './answers/answers.ts'
import { useCapture } from './answers/capture.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { type Timeouts, useStalledClientTimeout } from './connections/timeouts.ts'
import type { AdmissionLimits } from './execution/admission.ts'
import { createDirectPipeline } from './execution/direct-pipeline.ts'
import { createHttpContext, type HttpContext } from './execution/http-context.ts'
import { useQueryExecutor } from './execution/query/executor.ts'
import { useMasking, useWrittenResults } from './execution/sent-results.ts'
import { createDocumentCache } from './limits/document-cache.ts'
import { createLimits, type LimitsOptions } from './limits/limits.ts'
import { type CallerLimits, useSubscriptionLimit } from './limits/per-caller.ts'
import { useMediaTypes, useSubscriptionMediaTypes } from './media-types.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import { useObservedExecution } from './observability/observed-execution.ts'
import { createOperationLabels, type OperationLabels } from './observability/operation-labels.ts'
import type { RequestRecord, ServerContext } from './observability/request-record.ts'
import { beginTrace } from './observability/tracing.ts'
import { requestsNoCache, requestsUpstreamInfo } from './request-options.ts'
import { useResultAdditions } from './result-additions.ts'
import type { EventSink } from './subscriptions/event-results.ts'
import { useProxyHeaders } from './subscriptions/event-streams.ts'
import { useSharedExecution } from './subscriptions/shared-execution.ts'

/** Request details for the creation of a context. */
export interface ContextRequest {
  readonly caller: Caller
  /** Provides the logger of the request, which is created on first use. */
  readonly record: Pick<RequestRecord, 'logger'>
  /** True if the client requires current data from AWS, or an error. */
  readonly noCache: boolean
  /** True if the client asks for the AWS cost and the age of its data. */
  readonly upstreamInfo: boolean
  /** Aborts on timeout, or when the client of a query has disconnected. */
  readonly signal: AbortSignal
}

/** Dependencies of the GraphQL pipeline. */
export interface GraphQLHandlerOptions extends LimitsOptions {
  readonly schema: GraphQLSchema
  /** Creates the context of one operation. Its own enumerable members and its prototype are used. */
  readonly createContext: (request: ContextRequest) => object
  readonly logger: Logger
  readonly authenticator: Authenticator
  readonly callerLimits: CallerLimits
  readonly metrics: Metrics
  /** Maximum memory of cached answers in bytes; 0: none is cached. */
  readonly answerCacheBytes: number
  readonly timeouts: Timeouts
  readonly admissionLimits: AdmissionLimits
  /** Milliseconds between two heartbeats of an event stream. */
  readonly longestSilenceMs: number
}

/** Connection of a transport other than HTTP. */
export interface ClientConnection {
  /** Aborts when the client has disconnected. */
  readonly disconnected: AbortSignal
  readonly sink: EventSink
}

/** GraphQL over HTTP on `/graphql`: parses, validates, executes and masks. */
export interface GraphQLHandler {
  handle(record: RequestRecord, ...exchange: Parameters<RequestListener>): Promise<void>
  /**
   * Prepares an operation of another transport, with the parser, rules, context and execution of HTTP. The caller has
   * to mask the result or errors.
   * @param connection connection of the client.
   */
  prepare(
    record: RequestRecord,
    params: GraphQLParams,
    connection: ClientConnection,
  ): Promise<PreparedOperation | readonly GraphQLError[]>
  /** Returns the approximate memory of cached answers in bytes. */
  answerBytes(): number
  dispose(): Promise<void>
}

/** Operation ready to run: with `execute`, or with `subscribe` for a subscription. */
export interface PreparedOperation extends ExecutionArgs {
  readonly rootValue: {
    readonly execute: (args: ExecutionArgs) => unknown
    readonly subscribe: (args: ExecutionArgs) => unknown
  }
}

/**
 * Creates the Yoga pipeline. It owns no socket, so that other transports can share it.
 * @param transports plugins that serve subscriptions over HTTP.
 */
export function createGraphQLHandler(
  options: GraphQLHandlerOptions,
  transports: readonly Plugin<ServerContext, ServerContext>[] = [],
): GraphQLHandler {
  const { schema, createContext, logger, authenticator, callerLimits, metrics } = options
  const labels = createOperationLabels()
  const limits = createLimits(options)
  function checkSent(params: GraphQLParams): void {
    // Sizes are checked first, because verifying a signature prints the parameters recursively.
    limits.checkParams(params)
    authenticator.checkOperation(params)
  }
  const yoga = createYoga<HttpContext>({
    schema,
    context(serverContext) {
      const { record, headers, params, capture } = serverContext
      const { signal } = serverContext.cancellation
      // Every admitted request has an identity, even if it is `anonymous`.
      if (record.identity === undefined)
        throw new Error('The operation has no identity: the gate did not admit it.')
      const noCache = requestsNoCache(headers, params.extensions)
      const upstreamInfo = requestsUpstreamInfo(headers, params.extensions)
      const { caller } = record.identity
      const context = createContext({ record, signal, caller, noCache, upstreamInfo })
      capture?.noteContext(context, { noCache, upstreamInfo })
      // Yoga copies own members only.
      const prototype: object | null = Object.getPrototypeOf(context)
      if (prototype !== Object.prototype) Object.setPrototypeOf(serverContext, prototype)
      return context
    },
    plugins: [
      useQueryExecutor(),
      useMediaTypes(),
      // Runs before the limits replace a document id with its document, since the signature covers the sent parameters.
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
      // Last, because they send the results of the plugins above.
      ...transports,
      useSubscriptionMediaTypes(),
      useMasking(),
      useWrittenResults(),
      useProxyHeaders(),
      useCapture(),
      useStalledClientTimeout(options.timeouts, options.longestSilenceMs),
    ],
    // `useMasking` masks errors, with the request id and the classification of AWS errors.
    maskedErrors: false,
    logging: {
      debug: (...args) => logger.trace({ args }, 'GraphQL Yoga message'),
      info: (...args) => logger.debug({ args }, 'GraphQL Yoga message'),
      warn: (...args) => logger.warn({ args }, 'GraphQL Yoga message'),
      error: (...args) => logger.error({ args }, 'GraphQL Yoga message'),
    },
    graphqlEndpoint: '/graphql',
    // Disables Yoga's health check, which responds to every URL with this ending. No URL contains a space.
    healthCheckEndpoint: ' ',
    graphiql: false,
    landingPage: false,
    multipart: false,
    cors: false,
    parserAndValidationCache: createDocumentCache(),
    // `useBodyLimits` limits the body, such that the client can read the error.
    maxRequestBodySize: false,
  })
  const answers = createAnswers(options)
  const direct = createDirectPipeline(yoga, {
    timeouts: options.timeouts,
    maxBodyBytes: options.limits.maxBodyBytes,
    admit: limits.admit,
  })
  /** Placeholder for operations without an HTTP request. It carries no data, so all of them share it. */
  const request = new Request('http://localhost/graphql', { method: 'POST' })
  return {
    async handle(record, incoming, outgoing) {
      beginTrace(record, incoming.headers)
      return answers.serve(record, incoming, outgoing, async (execution) => {
        const context = createHttpContext(record, incoming, outgoing, execution)
        const unserved = await direct.serve(context)
        if (unserved !== undefined) await yoga(incoming, outgoing, unserved)
      })
    },
    async prepare(record, asked, connection) {
      try {
        checkSent(asked)
        const params = limits.admit(asked)
        const cancellation = new AbortController()
        const enveloped = yoga.getEnveloped({
          record,
          request,
          params,
          headers: {},
          cancellation,
          ...connection,
        })
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
    answerBytes: answers.bytes,
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
