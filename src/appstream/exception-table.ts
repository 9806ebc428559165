/** Error code of a failed AWS call, as clients see it in `extensions.code`. */
export type UpstreamErrorCode =
  | 'UPSTREAM_ACCESS_DENIED'
  | 'UPSTREAM_BUDGET_EXHAUSTED'
  | 'UPSTREAM_CREDENTIALS'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_UNREADABLE'

/** Treatment of an exception by the retry strategy and the caller. */
export interface ExceptionClass {
  readonly code: UpstreamErrorCode
  /** Sending the same request again, later, can help. */
  readonly retryable: boolean
  /** The service asked for less: wait longer before the next attempt. */
  readonly throttling?: boolean
  /** The request may have been executed all the same: reconcile what it was to change. */
  readonly mayHaveRun?: boolean
  /** The gateway itself rejected the call: AWS was not asked. */
  readonly byGateway?: boolean
  /** AWS found the input wrong. */
  readonly invalidInput?: boolean
  /** AWS refused the signature because of its time: worth one retry with a corrected clock. */
  readonly clockSkew?: boolean
  /** Replaces the message of the code. */
  readonly message?: string
}

export const throttled: ExceptionClass = { code: 'UPSTREAM_THROTTLED', retryable: true, throttling: true }
export const rejected: ExceptionClass = { code: 'UPSTREAM_REJECTED', retryable: false }
export const unavailable: ExceptionClass = { code: 'UPSTREAM_UNAVAILABLE', retryable: true, mayHaveRun: true }
export const timedOut: ExceptionClass = { code: 'UPSTREAM_TIMEOUT', retryable: true, mayHaveRun: true }
export const unreadable: ExceptionClass = { code: 'UPSTREAM_UNREADABLE', retryable: true, mayHaveRun: true }
/** An error status without an error of AWS: a proxy or another server answered, so AWS executed nothing. */
export const foreign: ExceptionClass = { code: 'UPSTREAM_UNREADABLE', retryable: false }
const denied: ExceptionClass = { code: 'UPSTREAM_ACCESS_DENIED', retryable: false }
const credentials: ExceptionClass = { code: 'UPSTREAM_CREDENTIALS', retryable: false }
const invalidInput: ExceptionClass = { ...rejected, invalidInput: true }
export const notReached: ExceptionClass = { code: 'UPSTREAM_UNAVAILABLE', retryable: true }
/** Services use these two for a wrong key as well as for a wrong time. */
const badSignature: ExceptionClass = { ...credentials, clockSkew: true }
const clockSkew: ExceptionClass = {
  ...badSignature,
  message: "AWS refused the time of the request, check this machine's clock: it did not execute",
}

/**
 * Every exception name that means something to us, the one place where it is written down; without the ending
 * `Exception`, which the JSON protocol has and the query protocol (STS, EC2) has not. Sources: "Common Errors" of the
 * AppStream and the STS API reference, "Error codes" of the EC2 API reference, the SDK's own table. Where it differs
 * from the SDK's, that one is wrong for AppStream: LimitExceeded is a used-up quota (the SDK retries it as throttling),
 * RequestLimitExceeded is EC2 throttling AppStream, and ConcurrentModification says "wait and try again" (the SDK
 * retries neither).
 */
const EXCEPTIONS: Readonly<Record<string, ExceptionClass>> = {
  BudgetExhausted: { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: true, byGateway: true },
  CircuitOpen: {
    ...notReached,
    byGateway: true,
    message: 'The circuit to AWS is open, because its last calls failed: it was not asked to',
  },
  ...of(throttled, [
    'BandwidthLimitExceeded',
    'EC2Throttled',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceeded',
    'RequestLimitExceeded',
    'RateExceeded',
    'RateLimitExceeded',
    'RequestThrottled',
    'SlowDown',
    'Throttled',
    'Throttling',
    'ThrottlingError',
    'TooManyRequests',
    'TransactionInProgress',
  ]),
  ConcurrentModification: { ...rejected, retryable: true },
  ...of(rejected, [
    'DryRunOperation',
    'EntitlementAlreadyExists',
    'EntitlementNotFound',
    'IdempotentParameterMismatch',
    'InvalidAction',
    'InvalidHttpMethod',
    'InvalidHttpRequest',
    'LimitExceeded',
    'MalformedHttpRequest',
    'MissingAction',
    'NoSuchVersion',
    'RequestEntityTooLarge',
    'UnknownOperation',
    'UnsupportedOperation',
    'UnsupportedProtocol',
  ]),
  ...of(invalidInput, [
    'BadRequest',
    'InvalidCharacter',
    'InvalidInput',
    'InvalidPaginationToken',
    'InvalidParameter',
    'InvalidParameterCombination',
    'InvalidParameterValue',
    'InvalidQueryParameter',
    'InvalidRequest',
    'MalformedQueryString',
    'MissingParameter',
    'Serialization',
    'UnknownParameter',
    'Validation',
    'ValidationError',
  ]),
  ...of(denied, [
    'Blocked',
    'Forbidden',
    'KMSAccessDenied',
    'NotAuthorized',
    'OptInRequired',
    'PendingVerification',
    'SubscriptionRequired',
    'Unauthorized',
    'UnauthorizedAccess',
    'UnauthorizedOperation',
  ]),
  // Some services deny what is signed at a wrong time; the SDK counts it among the signs of one.
  AccessDenied: { ...denied, clockSkew: true },
  ...of(credentials, [
    'CredentialsProviderError',
    'ExpiredToken',
    'ExpiredTokenId',
    'IDPRejectedClaim',
    'IncompleteSignature',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidIdentityToken',
    'InvalidSecurityToken',
    'InvalidToken',
    'MissingAuthenticationToken',
    'MissingClientTokenId',
    'NotSignedUp',
    'ProviderError',
    'RegionDisabled',
    'TokenProviderError',
    'TokenRefreshRequired',
    'UnrecognizedClient',
    'X509ParseError',
  ]),
  IDPCommunicationError: { ...credentials, retryable: true },
  ...of(badSignature, ['AuthFailure', 'InvalidSignature', 'SignatureDoesNotMatch']),
  ...of(clockSkew, ['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']),
  ...of(unavailable, [
    'DependencyFailure',
    'InsufficientAddressCapacity',
    'InsufficientCapacity',
    'InsufficientHostCapacity',
    'InsufficientInstanceCapacity',
    'InsufficientReservedInstanceCapacity',
    'InsufficientVolumeCapacity',
    'InternalError',
    'InternalFailure',
    'InternalServer',
    'InternalServerError',
    'InternalService',
    'InternalServiceError',
    'RequestAborted',
    'ServerInternal',
    'ServerUnavailable',
    'ServiceUnavailable',
    'ServiceUnavailableError',
    'Unavailable',
  ]),
  ...of(timedOut, [
    'AbortError',
    'DependencyTimeout',
    'GatewayTimeout',
    'RequestTimeout',
    'RequestTimedOut',
    'TimeoutError',
  ]),
}

/** Looks an exception name up, in whichever protocol's spelling; undefined for an unknown one. */
export function classOfException(name: string): ExceptionClass | undefined {
  const stem = stemOf(name)
  return Object.hasOwn(EXCEPTIONS, stem) ? EXCEPTIONS[stem] : undefined
}

/** Returns an exception name without what only its protocol adds: `Client.` or `Server.` (EC2), and `Exception`. */
export function stemOf(name: string): string {
  return name.replace(/^(?:Client|Server)\./, '').replace(/(?<=.)Exception$/, '')
}

/** Returns a table in which all these names have one meaning. */
export function of(meaning: ExceptionClass, names: readonly string[]): Record<string, ExceptionClass> {
  return Object.fromEntries(names.map((name) => [name, meaning]))
}
