/** What went wrong upstream, in the words that reach a client as `extensions.code`. */
export type UpstreamErrorCode =
  | 'UPSTREAM_ACCESS_DENIED'
  | 'UPSTREAM_BUDGET_EXHAUSTED'
  | 'UPSTREAM_CREDENTIALS'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_UNREADABLE'

/** How the retry strategy and the caller shall treat an exception. */
export interface ExceptionClass {
  readonly code: UpstreamErrorCode
  /** Sending the same request again, later, can help. */
  readonly retryable: boolean
  /** The service asked for less: wait longer before the next attempt. */
  readonly throttling?: boolean
  /** The request may have been carried out all the same: what it was to change has to be looked at. */
  readonly mayHaveRun?: boolean
  /** The gateway itself turned the call away: AWS was not asked. */
  readonly byGateway?: boolean
  /** Instead of what the code says. */
  readonly message?: string
}

const throttled: ExceptionClass = { code: 'UPSTREAM_THROTTLED', retryable: true, throttling: true }
const denied: ExceptionClass = { code: 'UPSTREAM_ACCESS_DENIED', retryable: false }
const credentials: ExceptionClass = { code: 'UPSTREAM_CREDENTIALS', retryable: false }
const rejected: ExceptionClass = { code: 'UPSTREAM_REJECTED', retryable: false }
const unavailable: ExceptionClass = { code: 'UPSTREAM_UNAVAILABLE', retryable: true, mayHaveRun: true }
const notReached: ExceptionClass = { code: 'UPSTREAM_UNAVAILABLE', retryable: true }
const timedOut: ExceptionClass = { code: 'UPSTREAM_TIMEOUT', retryable: true, mayHaveRun: true }
const unreadable: ExceptionClass = { code: 'UPSTREAM_UNREADABLE', retryable: true, mayHaveRun: true }

/**
 * Every exception name that means something to us, the one place where it is written down. Where it differs from the
 * SDK's own table, that one is wrong for AppStream: LimitExceededException is a used-up quota (the SDK retries it as
 * throttling), RequestLimitExceededException is EC2 throttling AppStream and ConcurrentModificationException says
 * "wait and try again" (the SDK retries neither).
 */
const EXCEPTIONS: Readonly<Record<string, ExceptionClass>> = {
  BudgetExhausted: { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: true, byGateway: true },
  CircuitOpen: {
    ...notReached,
    byGateway: true,
    message: 'The circuit to AWS is open, because its last calls failed: it was not asked to',
  },
  ThrottlingException: throttled,
  Throttling: throttled,
  ThrottledException: throttled,
  TooManyRequestsException: throttled,
  RequestThrottled: throttled,
  RequestThrottledException: throttled,
  RequestLimitExceeded: throttled,
  RequestLimitExceededException: throttled,
  SlowDown: throttled,
  ConcurrentModificationException: { code: 'UPSTREAM_REJECTED', retryable: true },
  LimitExceededException: rejected,
  // STS's own: it speaks an older protocol, whose names have no ending.
  ValidationError: rejected,
  AccessDeniedException: denied,
  NotAuthorizedException: denied,
  UnauthorizedException: denied,
  AccessDenied: denied,
  OptInRequired: denied,
  SubscriptionRequiredException: denied,
  CredentialsProviderError: credentials,
  ExpiredTokenException: credentials,
  ExpiredToken: credentials,
  UnrecognizedClientException: credentials,
  InvalidClientTokenId: credentials,
  InvalidSignatureException: credentials,
  SignatureDoesNotMatch: credentials,
  IncompleteSignatureException: credentials,
  MissingAuthenticationTokenException: credentials,
  MissingAuthenticationToken: credentials,
  InternalServerException: unavailable,
  InternalFailure: unavailable,
  InternalServerError: unavailable,
  ServiceUnavailable: unavailable,
  ServiceUnavailableException: unavailable,
  TimeoutError: timedOut,
  AbortError: timedOut,
  RequestTimeout: timedOut,
  RequestTimeoutException: timedOut,
}

/** Network codes go before names: the SDK names some of these TimeoutError. */
const NETWORK: Readonly<Record<string, ExceptionClass>> = {
  ECONNRESET: unavailable,
  EPIPE: unavailable,
  ECONNREFUSED: notReached,
  EHOSTUNREACH: notReached,
  ENETUNREACH: notReached,
  ENOTFOUND: notReached,
  EAI_AGAIN: notReached,
}

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
      cause,
    })
    this.code = code
    this.exception = exception
    this.awsRequestId = metadataOf(cause)?.requestId
    this.retryable = retryable
    this.mayHaveRun = mayHaveRun && isUnderWay
    this.byGateway = byGateway
    this.awsMessage = cause instanceof Error ? cause.message : ''
  }
}

/**
 * A role that was not given to us, whatever kept it from us. AppStream was not asked, so nothing can have been carried
 * out. A denial stays one: it may be about the caller, whom the role's trust policy can tell by the session's tag.
 */
export function assumptionError(cause: unknown): UpstreamError {
  const { code, retryable } = classify(cause)
  return new UpstreamError(
    'AssumeRole',
    cause,
    false,
    code === 'UPSTREAM_ACCESS_DENIED'
      ? { code, retryable, message: ASSUMPTION_DENIED }
      : { code: 'UPSTREAM_CREDENTIALS', retryable, message: MESSAGES[code] },
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

/** Whether AWS says that something named in the request does not exist. */
export function isNotFound(error: unknown): boolean {
  return isUpstreamError(error) && error.exception === 'ResourceNotFoundException'
}

/** Files an error that the SDK threw under the table above, or under what its status and network code tell. */
export function classify(error: unknown): ExceptionClass {
  const network = error instanceof Error && 'code' in error ? NETWORK[String(error.code)] : undefined
  if (network !== undefined) return network
  const known = EXCEPTIONS[nameOf(error)]
  if (known !== undefined) return known
  if (!(error instanceof Error)) return unavailable
  if (error instanceof SyntaxError) return unreadable
  const status = metadataOf(error)?.httpStatusCode
  if (status === 429) return throttled
  if (status === undefined || status >= 500) return unavailable
  return error.name.endsWith('Exception') ? rejected : { code: 'UPSTREAM_UNREADABLE', retryable: false }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error'
}

interface ResponseMetadata {
  readonly requestId?: string
  readonly httpStatusCode?: number
}

function metadataOf(error: unknown): ResponseMetadata | undefined {
  return typeof error === 'object' && error !== null && '$metadata' in error
    ? (error.$metadata as ResponseMetadata)
    : undefined
}
