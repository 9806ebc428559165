import { type ExecutionResult, GraphQLError, type GraphQLErrorExtensions, Kind } from 'graphql'
import { isUpstreamError } from '../appstream/exceptions.ts'
import { boundErrors, boundLocations, boundMessage } from './error-bounds.ts'
import type { RequestRecord } from './observability/request-record.ts'

/** Where an error of graphql-js points when it is the caller's input that could not be coerced. */
const INPUT_NODES: ReadonlySet<string> = new Set([
  Kind.OPERATION_DEFINITION,
  Kind.VARIABLE_DEFINITION,
  Kind.ARGUMENT,
  Kind.DIRECTIVE,
  Kind.VARIABLE,
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
])

/** How graphql-js ends a list of mistakes in variables: it blames no node. */
const TOO_MANY_MISTAKES = 'Too many errors processing variables'

/**
 * Makes a result safe to send: errors thrown on purpose (a GraphQLError with `extensions.code`) and failed AWS calls
 * keep their message, everything else becomes `Unexpected error` and is logged with its stack. Every error ends up with
 * a code; number and size of the errors are bounded.
 */
export function maskResult<Result extends ExecutionResult>(result: Result, record: RequestRecord): Result {
  if (result.errors === undefined) return result
  const logged = new Set<unknown>()
  const codes = new Set<string>()
  const errors = boundErrors(result.errors).map((error) => {
    const cause = rootCause(error)
    const masked = maskError(error, cause, record.requestId)
    const code = String(masked.extensions['code'])
    codes.add(code)
    // One failure of a batch fails many fields: it is logged once.
    if (!logged.has(cause)) logCause(cause, code, masked, record)
    logged.add(cause)
    return 'data' in result ? withoutHttp(masked) : masked
  })
  for (const code of codes) record.noteError(code)
  return { ...result, errors }
}

/** The same for errors by themselves, whatever was thrown, to be sent where there is no HTTP status to tell. */
export function maskErrors(errors: readonly unknown[], record: RequestRecord): GraphQLError[] {
  const { errors: masked = [] } = maskResult({ errors: errors.map(asGraphQLError) }, record)
  return masked.map(withoutHttp)
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}

function maskError(error: GraphQLError, cause: unknown, requestId: string): GraphQLError {
  if (isUpstreamError(cause)) {
    const { message, code, awsRequestId, retryable } = cause
    return restate(error, message, {
      code,
      ...(awsRequestId === undefined ? {} : { awsRequestId }),
      retryable,
    })
  }
  const rejection = inputRejection(error)
  if (rejection !== undefined) return restate(error, rejection.message, { code: 'BAD_USER_INPUT' })

  const { originalError: _, unexpected, ...extensions } = error.extensions
  if (cause instanceof GraphQLError && !unexpected && typeof extensions['code'] === 'string') {
    return restate(error, error.message, extensions)
  }
  return restate(error, 'Unexpected error', { code: 'INTERNAL_SERVER_ERROR', requestId })
}

/** The error that nobody wrapped: graphql-js and Yoga wrap what they catch in GraphQLErrors. */
function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error
}

/** graphql-js gives no code to input it rejects while executing (variables, arguments): the node it blames tells. */
function inputRejection(error: unknown): GraphQLError | undefined {
  if (!(error instanceof GraphQLError)) return undefined
  const blamesInput =
    INPUT_NODES.has(error.nodes?.[0]?.kind ?? '') || error.message.startsWith(TOO_MANY_MISTAKES)
  return blamesInput && error.extensions['code'] === undefined ? error : inputRejection(error.originalError)
}

function restate(error: GraphQLError, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  const { source, path } = error
  const http = httpOf(extensions)
  return new GraphQLError(boundMessage(error, message), {
    ...boundLocations(error),
    source: source ?? null,
    path: path ?? null,
    extensions: http === undefined ? extensions : { ...extensions, http },
  })
}

/**
 * The HTTP status of a result without data. `spec` lets `Accept: application/json` have its 200, which is for errors
 * in the GraphQL, not for what is no GraphQL request.
 */
function httpOf({ code, http }: GraphQLErrorExtensions): GraphQLErrorExtensions['http'] {
  switch (code) {
    case 'BAD_REQUEST':
      return { status: 400, ...http, spec: false }
    case 'BAD_USER_INPUT':
      return { status: 400, spec: true, ...http }
    case 'INTERNAL_SERVER_ERROR':
      return { status: 500 }
    default:
      return http
  }
}

/** An answer that has data is a 200, whatever its errors (GraphQL over HTTP); streams have had their status. */
function withoutHttp(error: GraphQLError): GraphQLError {
  delete error.extensions.http
  return error
}

function logCause(cause: unknown, code: string, { path }: GraphQLError, { logger }: RequestRecord): void {
  if (isUpstreamError(cause)) logger.warn({ err: cause, code, path }, 'upstream call failed')
  else if (code === 'INTERNAL_SERVER_ERROR') logger.error({ err: cause, path }, 'unexpected error')
}
