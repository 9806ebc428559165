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
import { maskResult } from './errors.ts'
import type { Exchange } from './limits/body.ts'
import type { Cancellable } from './limits/deadlines.ts'
import { createDocumentCache } from './limits/document-cache.ts'
import { createLimits, type LimitsOptions } from './limits/limits.ts'
import { useMediaTypes } from './media-types.ts'
import { requestsNoCache } from './no-cache.ts'
import type { RequestRecord } from './request-record.ts'
import { useSharedExecution } from './shared-execution.ts'

/** What a GraphQL request says about itself, for the one who makes its context. */
export interface ContextRequest {
  readonly requestId: string
  /** The client wants what AWS says now, or an error. */
  readonly noCache: boolean
  readonly logger: Logger
  /** Aborted when nobody waits for the answer any more: its deadline has passed, or it is a query whose client has gone. */
  readonly signal: AbortSignal
}

/** What a context may add to a result, once that is complete. */
export interface ResultAdditions {
  /** What goes into the response's `extensions`, for instance that the data is stale. */
  responseExtensions(): Readonly<Record<string, unknown>> | undefined
  /** Errors that were kept until the last field had run; any of them makes the whole data null. */
  readonly deferredErrors: readonly GraphQLError[]
}

export interface GraphQLHandlerOptions extends LimitsOptions {
  readonly schema: GraphQLSchema
  /** Called once per operation; the own enumerable members of what it returns become those of the context. */
  readonly createContext: (request: ContextRequest) => object
  readonly logger: Logger
}

interface ServerContext extends Cancellable {
  readonly record: RequestRecord
}

/** Serves GraphQL over HTTP on `/graphql`: parse, validate, execute, mask. */
export interface GraphQLHandler {
  handle(record: RequestRecord, ...exchange: Parameters<RequestListener>): Promise<void>
  /**
   * Prepares an operation for another transport: the same parser, rules, context and execution as over HTTP.
   * Its result, or its errors, are still to be masked.
   * @param disconnected aborted when the client has gone.
   */
  prepare(
    record: RequestRecord,
    params: GraphQLParams,
    disconnected: AbortSignal,
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

/** Builds the Yoga pipeline. It owns no socket, so that other transports can share it. */
export function createGraphQLHandler({
  schema,
  createContext,
  logger,
  ...options
}: GraphQLHandlerOptions): GraphQLHandler {
  const limits = createLimits(options)
  const yoga = createYoga<ServerContext & Exchange>({
    schema,
    context: ({ record: { requestId, logger }, request, params, cancellation: { signal } }) =>
      createContext({
        requestId,
        logger,
        signal,
        noCache: requestsNoCache(request.headers, params.extensions),
      }),
    plugins: [
      useMediaTypes(),
      useRequestRecord(),
      ...limits.plugins,
      useResultAdditions(),
      useSharedExecution(limits.runEvent),
      useMasking(),
      useNoStore(),
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
  return {
    handle: async (record, incoming, outgoing) =>
      yoga(incoming, outgoing, { record, incoming, outgoing, cancellation: new AbortController() }),
    async prepare(record, asked, disconnected) {
      try {
        const params = limits.admit(asked)
        const request = new Request('http://localhost/graphql', { method: 'POST' })
        const cancellation = new AbortController()
        const enveloped = yoga.getEnveloped({ record, request, params, cancellation, disconnected })
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
        throw error
      }
    },
    dispose: async () => yoga.dispose(),
  }
}

function useRequestRecord(): Plugin<ServerContext> {
  return {
    onParse:
      () =>
      ({ result, context: { record, params } }) => {
        if (result === null || result instanceof Error) return
        const operation = getOperationAST(result, params.operationName)
        if (operation) record.operation = { name: operation.name?.value, type: operation.operation }
      },
  }
}

function useResultAdditions(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone({ args, result, setResult }) {
        const context: unknown = args.contextValue
        if (isAsyncIterable(result) || !hasResultAdditions(context)) return
        const { deferredErrors } = context
        const extensions = context.responseExtensions()
        setResult({
          ...result,
          ...(deferredErrors.length > 0 && {
            data: null,
            errors: [...(result.errors ?? []), ...deferredErrors],
          }),
          ...(extensions && { extensions: { ...result.extensions, ...extensions } }),
        })
      },
    }),
  }
}

function hasResultAdditions(context: unknown): context is ResultAdditions {
  return (
    typeof context === 'object' &&
    context !== null &&
    'responseExtensions' in context &&
    'deferredErrors' in context
  )
}

/** Answers are of the moment, and a mutation's may hold a secret: nobody on the way shall keep them. */
function useNoStore(): Plugin {
  return {
    onResponse({ response }) {
      response.headers.set('cache-control', 'no-store')
    },
  }
}

/** Last in line: whatever an operation or Yoga itself ended with goes through the mask before it is sent. */
function useMasking(): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, setResult, serverContext: { record } }) {
      const mask = (one: ExecutionResult) => maskResult(one, record)
      if (Array.isArray(result)) setResult(result.map(mask))
      else setResult(isAsyncIterable(result) ? mapAsyncIterator(result, mask) : mask(result))
    },
  }
}
