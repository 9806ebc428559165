import { CredentialSourceError } from './credential-source-error.ts'
import {
  classOfException,
  type ExceptionClass,
  foreign,
  rejected,
  stemOf,
  throttled,
  timedOut,
  type UpstreamErrorCode,
  unavailable,
  unreadable,
} from './exception-table.ts'
import { classOfNetworkError } from './network-errors.ts'
import { mayRevealPeople, withoutPersonalText } from './personal.ts'

export type { UpstreamErrorCode } from './exception-table.ts'

const MESSAGES: Readonly<Record<UpstreamErrorCode, string>> = {
  UPSTREAM_ACCESS_DENIED: 'AWS denied access: the IAM policy of this target does not allow',
  UPSTREAM_BUDGET_EXHAUSTED: 'The AWS call budget of this target is exhausted: the gateway did not send',
  UPSTREAM_CREDENTIALS: 'AWS rejected the credentials of this target for',
  UPSTREAM_REJECTED: 'AWS rejected',
  UPSTREAM_THROTTLED: 'AWS is throttling',
  UPSTREAM_TIMEOUT: 'AWS did not respond in time to',
  UPSTREAM_UNAVAILABLE: 'AWS could not be reached or failed on',
  UPSTREAM_UNREADABLE: 'AWS returned an unreadable response to',
}

const ASSUMPTION_DENIED =
  "AWS denied access: the gateway's own policy, or the trust policy of this target's role, does not allow"

/** Failed call to AWS. Its message is safe to show to clients; `cause` keeps the original. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError'
  readonly code: UpstreamErrorCode
  /** Name of the exception, e.g. ThrottlingException. */
  readonly exception: string
  readonly awsRequestId: string | undefined
  /** True if a later retry of the same request can succeed. */
  readonly retryable: boolean
  /** True if AWS may have executed the request. */
  readonly mayHaveRun: boolean
  /** True if the gateway itself rejected the call without calling AWS. */
  readonly byGateway: boolean
  /** True if AWS rejected the input as invalid. */
  readonly invalidInput: boolean
  /** Private, since loggers copy the properties of an error: it may name a person. */
  readonly #awsMessage: string
  readonly #mayRevealPeople: boolean

  /**
   * @param isUnderWay true if a request that AWS may have executed was sent.
   * @param filed classification and message; by default derived from the cause.
   */
  constructor(operation: string, cause: unknown, isUnderWay = true, filed = classify(cause)) {
    const { code, retryable, mayHaveRun = false, byGateway = false, message = MESSAGES[code] } = filed
    const exception = nameOf(cause)
    super(`${message} ${operation}${exception.endsWith('Exception') ? ` (${exception})` : ''}.`, {
      cause: withoutPersonalText(operation, withoutResponse(cause)),
    })
    this.code = code
    this.exception = exception
    this.awsRequestId = metadataOf(cause)?.requestId
    this.retryable = retryable
    this.mayHaveRun = mayHaveRun && isUnderWay
    this.byGateway = byGateway
    this.invalidInput = filed.invalidInput ?? false
    this.#awsMessage = cause instanceof Error ? cause.message : ''
    this.#mayRevealPeople = mayRevealPeople(operation)
  }

  /** The exception's own text: about the caller's resources where it is modelled, otherwise of internals. */
  get awsMessage(): string {
    return this.#awsMessage
  }

  /** True if `awsMessage` is only for callers who may know people. */
  get mayRevealPeople(): boolean {
    return this.#mayRevealPeople
  }
}

/**
 * Returns the error for a role that could not be assumed. AppStream was not called, so nothing was executed. Access
 * denied keeps its code: the role's trust policy may reject the caller by its session tag.
 */
export function assumptionError(cause: unknown): UpstreamError {
  const { code, retryable, message = MESSAGES[code] } = classify(cause)
  return new UpstreamError(
    'AssumeRole',
    cause,
    false,
    code === 'UPSTREAM_ACCESS_DENIED'
      ? { code, retryable, message: ASSUMPTION_DENIED }
      : { code: 'UPSTREAM_CREDENTIALS', retryable, message },
  )
}

/** Returns the error for credentials that missed the deadline, from a role or the standard chain. */
export function credentialsError(operation: string, cause: unknown): UpstreamError {
  return new UpstreamError(operation, cause, false, {
    code: 'UPSTREAM_CREDENTIALS',
    retryable: true,
    message: 'The credentials of this target were not available in time for',
  })
}

/** Returns true if a value is a failed call to AWS. */
export function isUpstreamError(value: unknown): value is UpstreamError {
  return value instanceof UpstreamError
}

/** Aborted call, which says nothing about the health of AWS. `cause` is the abort reason. */
export class CallAborted extends Error {
  override readonly name = 'CallAborted'
  /** True if AWS may have executed the request. */
  readonly mayHaveRun: boolean

  constructor(operation: string, reason: unknown, mayHaveRun: boolean) {
    super(`${operation} was aborted.`, { cause: reason })
    this.mayHaveRun = mayHaveRun
  }
}

/** Returns true if a value is an aborted call. */
export function isCallAborted(value: unknown): value is CallAborted {
  return value instanceof CallAborted
}

/** Returns true if AWS may have executed a call that failed. */
export function mayHaveRun(error: unknown): boolean {
  return (isUpstreamError(error) || isCallAborted(error)) && error.mayHaveRun
}

/** Returns true if an error is the AWS exception with this name, without the suffix `Exception`. */
export function isException(error: UpstreamError, stem: string): boolean {
  return stemOf(error.exception) === stem
}

/** Returns true if AWS reports that a resource in the request does not exist. */
export function isNotFound(error: unknown): boolean {
  return (
    isUpstreamError(error) &&
    (isException(error, 'ResourceNotFound') || isException(error, 'EntitlementNotFound'))
  )
}

/** Classifies an error of the SDK by its network code, its name and its HTTP status, in this order. */
export function classify(error: unknown): ExceptionClass {
  if (!(error instanceof Error)) return unavailable
  if (error instanceof CredentialSourceError) {
    return { code: 'UPSTREAM_CREDENTIALS', retryable: error.retryable, message: error.summary }
  }
  const known = ('code' in error && classOfNetworkError(String(error.code))) || classOfException(error.name)
  if (known) return known
  const status = metadataOf(error)?.httpStatusCode
  if (status === 429) return throttled
  if (status === 408) return timedOut
  if (status !== undefined && status >= 500) return unavailable
  const isUnnamed = error instanceof SyntaxError || isNoName(error.name)
  if (status !== undefined && status >= 400) return isUnnamed ? foreign : rejected
  return error instanceof SyntaxError ? unreadable : unavailable
}

/** Returns true if the SDK has corrected its signing clock, so that a retry can succeed. */
export function isClockCorrected(error: unknown): boolean {
  return classify(error).clockSkew === true && metadataOf(error)?.clockSkewCorrected === true
}

/** Returns true for the names that the SDK gives to errors without a name. */
function isNoName(name: string): boolean {
  return ['Error', 'Unknown', 'UnknownError'].includes(name)
}

/** Removes the SDK's response, which retains the request and the socket as long as the error is kept. */
function withoutResponse(error: unknown): unknown {
  if (!(error instanceof Error) || !('$response' in error)) return error
  // The property can be neither deleted nor, in some cases, overwritten.
  const { $response: _, ...others }: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(error)
  return Object.create(Object.getPrototypeOf(error), others)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error'
}

interface ResponseMetadata {
  readonly requestId?: string
  readonly httpStatusCode?: number
  readonly clockSkewCorrected?: boolean
}

function metadataOf(error: unknown): ResponseMetadata | undefined {
  return typeof error === 'object' && error !== null && '$metadata' in error
    ? (error.$metadata as ResponseMetadata)
    : undefined
}
