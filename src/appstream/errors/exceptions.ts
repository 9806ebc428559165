import {
  classOfException,
  type ExceptionClass,
  type MessageOf,
  notFromAws,
  rejected,
  stemOf,
  throttled,
  timedOut,
  type UpstreamErrorCode,
  unavailable,
  unreadable,
} from './exception-table.ts'
import { classOfNetworkError } from './network-errors.ts'
import { mayRevealPeople, withoutPersonalText } from './personal-data.ts'
import { withoutQuote } from './withheld.ts'

export type { UpstreamErrorCode } from './exception-table.ts'

const MESSAGES: Readonly<Record<UpstreamErrorCode, MessageOf>> = {
  COORDINATION_UNAVAILABLE: (call) =>
    `Did not send ${call}: the state that replicas share (SHARED_STATE_URL) is unavailable, so a repeat of the client token could run twice. Retry later.`,
  UPSTREAM_ACCESS_DENIED: (call) =>
    `AWS denied access: the IAM policy of this target does not allow ${call}.`,
  UPSTREAM_BUDGET_EXHAUSTED: (call) =>
    `Could not send ${call}: the AWS call budget of this target is exhausted. Retry later.`,
  UPSTREAM_CREDENTIALS: (call) =>
    `AWS rejected the credentials used for ${call}. Check the credentials of the gateway and the role of this target.`,
  UPSTREAM_REJECTED: (call) => `AWS rejected ${call}.`,
  UPSTREAM_THROTTLED: (call) => `AWS throttled ${call}. Retry later.`,
  UPSTREAM_TIMEOUT: (call) =>
    `AWS did not respond to ${call} in time (see UPSTREAM_TIMEOUT_MS, UPSTREAM_LISTING_TIMEOUT_MS).`,
  UPSTREAM_UNAVAILABLE: (call) => `AWS was unreachable or returned a server error for ${call}. Retry later.`,
  UPSTREAM_UNREADABLE: (call) => `AWS returned an unreadable response to ${call}.`,
}

const ASSUMPTION_DENIED: MessageOf = (call) =>
  `AWS denied access: the gateway's own policy, or the trust policy of this target's role, does not allow ${call}.`

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
   * @param isUnderWay true if a request was sent that AWS may have executed.
   * @param classification code, message and retryability. Default: those of the cause.
   */
  constructor(operation: string, cause: unknown, isUnderWay = true, classification = classify(cause)) {
    const {
      code,
      retryable,
      mayHaveRun = false,
      byGateway = false,
      message = MESSAGES[code],
    } = classification
    const exception = nameOf(cause)
    super(message(exception.endsWith('Exception') ? `${operation} (${exception})` : operation), {
      cause: withoutPersonalText(operation, withoutResponse(withoutQuote(cause))),
    })
    this.code = code
    this.exception = exception
    this.awsRequestId = metadataOf(cause)?.requestId
    this.retryable = retryable
    this.mayHaveRun = mayHaveRun && isUnderWay
    this.byGateway = byGateway
    this.invalidInput = classification.invalidInput ?? false
    this.#awsMessage = cause instanceof Error ? cause.message : ''
    this.#mayRevealPeople = mayRevealPeople(operation)
  }

  /** Message of the AWS exception. It may expose internals unless the service model declares the exception. */
  get awsMessage(): string {
    return this.#awsMessage
  }

  /** True if only callers with access to people may read `awsMessage`. */
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
    message: (call) => `Could not get AWS credentials for ${call} in time. Retry later.`,
  })
}

/** Returns true if a value is a failed call to AWS. */
export function isUpstreamError(value: unknown): value is UpstreamError {
  return value instanceof UpstreamError
}

/** Failure of a credential source; AWS was not called. */
export class CredentialSourceError extends Error {
  override readonly name = 'CredentialSourceError'
  /** True if the source may recover without a configuration change. */
  readonly retryable: boolean
  /** Returns the message for clients, which names the source without internals. */
  readonly summary: MessageOf

  /** @param message message for logs, with the SDK's reason. */
  constructor(message: string, options: { summary: MessageOf; retryable: boolean; cause: unknown }) {
    super(message, { cause: options.cause })
    this.retryable = options.retryable
    this.summary = options.summary
  }
}

/** Aborted call, which does not count as a failure of AWS. `cause` is the abort reason. */
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
  const isUnnamed = error instanceof SyntaxError || isPlaceholderName(error.name)
  if (status !== undefined && status >= 400) return isUnnamed ? notFromAws : rejected
  return error instanceof SyntaxError ? unreadable : unavailable
}

/** Returns true if the SDK has corrected its signing clock, so that a retry can succeed. */
export function isClockCorrected(error: unknown): boolean {
  return classify(error).clockSkew === true && metadataOf(error)?.clockSkewCorrected === true
}

/** Returns true for the placeholder names that the SDK gives to unnamed errors. */
function isPlaceholderName(name: string): boolean {
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
