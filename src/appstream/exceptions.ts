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

export type { UpstreamErrorCode } from './exception-table.ts'

const MESSAGES: Readonly<Record<UpstreamErrorCode, string>> = {
  UPSTREAM_ACCESS_DENIED: 'AWS denied access: the IAM policy of this target does not allow',
  UPSTREAM_BUDGET_EXHAUSTED: 'The budget of calls to AWS is used up: it was not asked to',
  UPSTREAM_CREDENTIALS: 'AWS did not accept the credentials of this target for',
  UPSTREAM_REJECTED: 'AWS rejected',
  UPSTREAM_THROTTLED: 'AWS is throttling',
  UPSTREAM_TIMEOUT: 'AWS did not answer in time to',
  UPSTREAM_UNAVAILABLE: 'AWS could not be reached or failed on',
  UPSTREAM_UNREADABLE: 'AWS answered something unreadable to',
}

const ASSUMPTION_DENIED =
  "AWS denied access: the gateway's own policy, or the trust policy of this target's role, does not allow"

/** A failed call to AWS, safe to show to a client: its message holds no internals; `cause` keeps the original. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError'
  readonly code: UpstreamErrorCode
  /** The exception's own name, e.g. ThrottlingException. */
  readonly exception: string
  readonly awsRequestId: string | undefined
  /** Whether sending the same again, later, can help. */
  readonly retryable: boolean
  /** Whether the request may have been carried out all the same. */
  readonly mayHaveRun: boolean
  /** Whether the gateway itself turned the call away, and AWS was not asked. */
  readonly byGateway: boolean
  /** Whether AWS found the input wrong. */
  readonly invalidInput: boolean
  /** The exception's own text: about the caller's resources where it is modelled, of internals else. */
  readonly awsMessage: string

  /**
   * @param isUnderWay whether a request that can have been carried out was sent at all.
   * @param filed how to treat it, and what to say of it, where that is not what the cause's name tells.
   */
  constructor(operation: string, cause: unknown, isUnderWay = true, filed = classify(cause)) {
    const { code, retryable, mayHaveRun = false, byGateway = false, message = MESSAGES[code] } = filed
    const exception = nameOf(cause)
    super(`${message} ${operation}${exception.endsWith('Exception') ? ` (${exception})` : ''}.`, {
      cause: withoutResponse(cause),
    })
    this.code = code
    this.exception = exception
    this.awsRequestId = metadataOf(cause)?.requestId
    this.retryable = retryable
    this.mayHaveRun = mayHaveRun && isUnderWay
    this.byGateway = byGateway
    this.invalidInput = filed.invalidInput ?? false
    this.awsMessage = cause instanceof Error ? cause.message : ''
  }
}

/**
 * A role that was not given to us, whatever kept it from us. AppStream was not asked, so nothing can have been carried
 * out. A denial stays one: it may be about the caller, whom the role's trust policy can tell by the session's tag.
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

/** Credentials that were not there in time, wherever they come from: a role, or what the standard chain asks. */
export function credentialsError(operation: string, cause: unknown): UpstreamError {
  return new UpstreamError(operation, cause, false, {
    code: 'UPSTREAM_CREDENTIALS',
    retryable: true,
    message: 'The credentials of this target were not there in time for',
  })
}

/** Whether a value is a failed call to AWS. */
export function isUpstreamError(value: unknown): value is UpstreamError {
  return value instanceof UpstreamError
}

/** A call that nobody waits for any more. That says nothing of AWS; `cause` is the reason that was given. */
export class CallAborted extends Error {
  override readonly name = 'CallAborted'
  /** Whether the request may have been carried out all the same. */
  readonly mayHaveRun: boolean

  constructor(operation: string, reason: unknown, mayHaveRun: boolean) {
    super(`${operation} was given up.`, { cause: reason })
    this.mayHaveRun = mayHaveRun
  }
}

/** Whether a value is a call that was given up. */
export function isCallAborted(value: unknown): value is CallAborted {
  return value instanceof CallAborted
}

/** Whether what a call was to change may have been changed although it failed. */
export function mayHaveRun(error: unknown): boolean {
  return (isUpstreamError(error) || isCallAborted(error)) && error.mayHaveRun
}

/** Whether an error is the AWS exception of a name, which is given without the ending `Exception`. */
export function isException(error: UpstreamError, stem: string): boolean {
  return stemOf(error.exception) === stem
}

/** Whether AWS says that something named in the request does not exist. */
export function isNotFound(error: unknown): boolean {
  return isUpstreamError(error) && isException(error, 'ResourceNotFound')
}

/** Classifies an error that the SDK threw: by its network code, its name, its HTTP status, in this order. */
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

/** Whether a failed request is to be sent again because the SDK has corrected the clock that it signs with. */
export function isClockCorrected(error: unknown): boolean {
  return classify(error).clockSkew === true && metadataOf(error)?.clockSkewCorrected === true
}

/** The SDK's names for errors that came without one. */
function isNoName(name: string): boolean {
  return ['Error', 'Unknown', 'UnknownError'].includes(name)
}

/** Removes the SDK's response: it holds the request and the socket, and errors are kept as long as what they explain. */
function withoutResponse(error: unknown): unknown {
  if (!(error instanceof Error) || !('$response' in error)) return error
  // The SDK defines it so that it can be neither deleted nor, in some places, written.
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
