/** Error code of a failed AWS call, as clients see it in `extensions.code`. */
export type UpstreamErrorCode =
  | 'COORDINATION_UNAVAILABLE'
  | 'UPSTREAM_ACCESS_DENIED'
  | 'UPSTREAM_BUDGET_EXHAUSTED'
  | 'UPSTREAM_CREDENTIALS'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_UNREADABLE'

/** Returns a message about a call, which is an operation with the name of its exception, if any. */
export type MessageOf = (call: string) => string

/** Treatment of an exception by the retry strategy and the caller. */
export interface ExceptionClass {
  readonly code: UpstreamErrorCode
  /** True if a later retry of the same request can succeed. */
  readonly retryable: boolean
  /** True if AWS throttled the request: the next attempt waits longer. */
  readonly throttling?: boolean
  /** True if the request may have been executed: its outcome must be reconciled. */
  readonly mayHaveRun?: boolean
  /** True if the gateway itself rejected the call without calling AWS. */
  readonly byGateway?: boolean
  /** True if AWS rejected the input as invalid. */
  readonly invalidInput?: boolean
  /** True if AWS rejected the time of the signature: one retry with a corrected clock can succeed. */
  readonly clockSkew?: boolean
  /** Replaces the message of the code. */
  readonly message?: MessageOf
}

export const throttled: ExceptionClass = { code: 'UPSTREAM_THROTTLED', retryable: true, throttling: true }
export const rejected: ExceptionClass = { code: 'UPSTREAM_REJECTED', retryable: false }
export const unavailable: ExceptionClass = { code: 'UPSTREAM_UNAVAILABLE', retryable: true, mayHaveRun: true }
export const timedOut: ExceptionClass = { code: 'UPSTREAM_TIMEOUT', retryable: true, mayHaveRun: true }
export const unreadable: ExceptionClass = { code: 'UPSTREAM_UNREADABLE', retryable: true, mayHaveRun: true }
/** Error status without an AWS error: a proxy or another server responded, so AWS executed nothing. */
export const notFromAws: ExceptionClass = { code: 'UPSTREAM_UNREADABLE', retryable: false }
const denied: ExceptionClass = { code: 'UPSTREAM_ACCESS_DENIED', retryable: false }
const credentials: ExceptionClass = { code: 'UPSTREAM_CREDENTIALS', retryable: false }
const invalidInput: ExceptionClass = { ...rejected, invalidInput: true }
export const notReached: ExceptionClass = { code: 'UPSTREAM_UNAVAILABLE', retryable: true }
/** Services return these for a wrong key as well as for a wrong time. */
const badSignature: ExceptionClass = { ...credentials, clockSkew: true }
const clockSkew: ExceptionClass = {
  ...badSignature,
  message: (call) =>
    `AWS did not execute ${call}: the request time is skewed. Synchronize the clock of the gateway host.`,
}

/**
 * Classification of every known exception name, in one place. Names are without the suffix `Exception`, which the JSON
 * protocol has and the query protocol (STS, EC2) does not. Sources: "Common Errors" of the AppStream and the STS API
 * reference, "Error codes" of the EC2 API reference, and the SDK's own table. Where the two differ, the SDK's is wrong
 * for AppStream: LimitExceeded is an exhausted quota (the SDK retries it as throttling), RequestLimitExceeded is EC2
 * throttling AppStream, and ConcurrentModification says "wait and try again" (the SDK retries neither).
 */
const EXCEPTIONS: Readonly<Record<string, ExceptionClass>> = {
  BudgetExhausted: { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: true, byGateway: true },
  CoordinationUnavailable: { code: 'COORDINATION_UNAVAILABLE', retryable: true, byGateway: true },
  CircuitOpen: {
    ...notReached,
    byGateway: true,
    message: (call) =>
      `Could not send ${call}: the circuit breaker of this target is open after repeated failures. Retry later.`,
  },
  ...classifyAll(throttled, [
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
  ...classifyAll(rejected, [
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
  ...classifyAll(invalidInput, [
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
  ...classifyAll(denied, [
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
  // Some services return this for a wrong time; the SDK lists it among the signs of clock skew.
  AccessDenied: { ...denied, clockSkew: true },
  ...classifyAll(credentials, [
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
  ...classifyAll(badSignature, ['AuthFailure', 'InvalidSignature', 'SignatureDoesNotMatch']),
  ...classifyAll(clockSkew, ['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']),
  ...classifyAll(unavailable, [
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
  ...classifyAll(timedOut, [
    'AbortError',
    'DependencyTimeout',
    'GatewayTimeout',
    'RequestTimeout',
    'RequestTimedOut',
    'TimeoutError',
  ]),
}

/** Returns the class of an exception name in the spelling of either protocol; undefined for an unknown one. */
export function classOfException(name: string): ExceptionClass | undefined {
  const stem = stemOf(name)
  return Object.hasOwn(EXCEPTIONS, stem) ? EXCEPTIONS[stem] : undefined
}

/**
 * Returns an exception name without the parts that only its protocol adds: `Client.` or `Server.` (EC2), and
 * `Exception`.
 */
export function stemOf(name: string): string {
  return name.replace(/^(?:Client|Server)\./, '').replace(/(?<=.)Exception$/, '')
}

/** Returns a table that maps all these names to one class. */
export function classifyAll(
  meaning: ExceptionClass,
  names: readonly string[],
): Record<string, ExceptionClass> {
  return Object.fromEntries(names.map((name) => [name, meaning]))
}
