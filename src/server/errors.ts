import { type ExecutionResult, GraphQLError, type GraphQLErrorExtensions, Kind } from 'graphql'
import { isUpstreamError } from '../appstream/errors/exceptions.ts'
import { boundErrors, boundLocations, boundMessage } from './error-bounds.ts'
import type { RequestRecord } from './observability/request-record.ts'

/** Kinds of the node in graphql-js errors about input that could not be coerced. */
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

/** Start of the last error that graphql-js reports for variables. It has no node. */
const TOO_MANY_MISTAKES = 'Too many errors processing variables'

/**
 * Masks a result for the client. GraphQLErrors with `extensions.code` and failed AWS calls keep their message. All
 * other errors become `Unexpected error` and are logged with their stack. Every error gets a code, and the number and
 * size of errors are bounded.
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
    // A failed batch fails many fields with the same cause, which is logged once.
    if (!logged.has(cause)) logCause(cause, code, masked, record)
    logged.add(cause)
    return 'data' in result ? withoutHttp(masked) : masked
  })
  for (const code of codes) record.noteError(code)
  return { ...result, errors }
}

/** Masks errors (any thrown values) for transports without an HTTP status. */
export function maskErrors(errors: readonly unknown[], record: RequestRecord): GraphQLError[] {
  const { errors: masked = [] } = maskResult({ errors: errors.map(asGraphQLError) }, record)
  return masked.map(withoutHttp)
}

/** Wraps a thrown value, unless it is a GraphQLError. */
export function asGraphQLError(error: unknown): GraphQLError {
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

/** Returns the original error, which graphql-js and Yoga wrap in GraphQLErrors. */
function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error
}

/**
 * Returns the error if it is about input of the caller. graphql-js sets no code when it rejects variables or arguments
 * during execution, so the kind of the node identifies these errors.
 */
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
 * Returns the HTTP status for a result without data. `spec: true` keeps 200 for `Accept: application/json`, which
 * GraphQL over HTTP requires for GraphQL errors but not for malformed requests.
 */
function httpOf({ code, http }: GraphQLErrorExtensions): GraphQLErrorExtensions['http'] {
  switch (code) {
    case 'BAD_REQUEST':
      return { status: 400, ...http, spec: false }
    case 'BAD_USER_INPUT':
      return { status: 400, ...http, spec: http?.spec ?? true }
    case 'INTERNAL_SERVER_ERROR':
      return { status: 500 }
    default:
      return http
  }
}

/**
 * Removes the HTTP status. GraphQL over HTTP requires 200 for a response with data, and a stream has already sent its
 * status.
 */
function withoutHttp(error: GraphQLError): GraphQLError {
  delete error.extensions.http
  return error
}

function logCause(cause: unknown, code: string, { path }: GraphQLError, { logger }: RequestRecord): void {
  if (isUpstreamError(cause)) logger.warn({ err: cause, code, path }, 'upstream call failed')
  else if (code === 'INTERNAL_SERVER_ERROR') logger.error({ err: cause, path }, 'unexpected error')
}
