import { z } from 'zod'
import type { UpstreamErrorCode } from './exception-table.ts'
import { isUpstreamError, UpstreamError } from './exceptions.ts'

/** Failed AWS call as JSON. It omits the message of AWS, which may name a person. */
export interface EncodedFailure {
  readonly code: UpstreamErrorCode
  readonly message: string
  /** Name of the exception. */
  readonly exception: string
  readonly retryable: boolean
  readonly awsRequestId?: string | undefined
  readonly invalidInput?: boolean | undefined
}

const codes = {
  COORDINATION_UNAVAILABLE: true,
  UPSTREAM_ACCESS_DENIED: true,
  UPSTREAM_BUDGET_EXHAUSTED: true,
  UPSTREAM_CREDENTIALS: true,
  UPSTREAM_REJECTED: true,
  UPSTREAM_THROTTLED: true,
  UPSTREAM_TIMEOUT: true,
  UPSTREAM_UNAVAILABLE: true,
  UPSTREAM_UNREADABLE: true,
} satisfies Record<UpstreamErrorCode, true>

/** Schema of an encoded failure. */
export const encodedFailure: z.ZodType<EncodedFailure> = z.object({
  code: z.custom<UpstreamErrorCode>((value) => typeof value === 'string' && Object.hasOwn(codes, value)),
  message: z.string(),
  exception: z.string(),
  retryable: z.boolean(),
  awsRequestId: z.string().optional(),
  invalidInput: z.boolean().optional(),
})

/** Encodes a failed call for other replicas; null for any other error, which only this replica's log shows. */
export function encodeFailure(error: unknown): EncodedFailure | null {
  if (!isUpstreamError(error)) return null
  const { code, message, exception, retryable, awsRequestId, invalidInput } = error
  return {
    ...{ code, message, exception, retryable },
    ...(awsRequestId !== undefined && { awsRequestId }),
    ...(invalidInput && { invalidInput }),
  }
}

/**
 * Returns true if the same call of another replica would probably fail too. An open circuit breaker, a stop and an
 * abort concern only this process, and so does an unexpected error.
 */
export function isCommonFailure(error: unknown): boolean {
  if (!isUpstreamError(error) || error.exception === 'AbortError') return false
  // The budget belongs to all replicas.
  return !error.byGateway || error.code === 'UPSTREAM_BUDGET_EXHAUSTED'
}

/** Decodes a failure of another replica. */
export function decodeFailure(failure: EncodedFailure | null): Error {
  if (failure === null) return new Error('Unexpected error at another replica; see its log.')
  const { code, message, exception, retryable, awsRequestId, invalidInput = false } = failure
  // The message of AWS stayed at the other replica, so clients get that of the gateway in its place.
  const cause = Object.assign(new Error(message), {
    name: exception,
    $metadata: { requestId: awsRequestId },
  })
  return new UpstreamError('', cause, false, { code, retryable, invalidInput, message: () => message })
}
