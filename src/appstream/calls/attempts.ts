import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { HttpHandlerOptions } from '@smithy/types'
import { classify } from '../errors/exceptions.ts'
import type { Budget, Purpose } from './budget.ts'

/** Requests of one call, including retries. */
export interface Attempts {
  /** Waits until the next request may be sent. @throws BudgetExhausted; the signal's reason when it aborts */
  begin(): Promise<void>
  /** Records the response to the last request. */
  answered(status: number, awsRequestId: string | undefined): void
  /** Records that the last request failed without a response. */
  failed(error: unknown): void
  /** Returns true once a request has begun; the SDK obtains credentials before that. */
  hasBegun(): boolean
  /** Returns true while the next request waits for the budget. */
  isWaiting(): boolean
  /** Returns true if AWS may have executed one of the requests. */
  mayHaveRun(): boolean
  /** Returns the request id of the last response. */
  awsRequestId(): string | undefined
}

/** Options that a call passes through the SDK to the transport. */
export interface SendOptions extends HttpHandlerOptions {
  readonly abortSignal: AbortSignal
  readonly attempts: Attempts
}

/**
 * Permits a request that has passed the budget. Resolves to a function that is called right before the request is sent.
 * Either may throw, so that nothing is sent.
 */
export type PermitSend = () => Promise<() => void>

/** Dependencies of {@link createAttempts}. */
export interface AttemptsOptions {
  readonly budget: Budget
  /** Returns the current purpose of the call. */
  readonly purposeOf: () => Purpose
  readonly signal: AbortSignal
  readonly permitSend: PermitSend | undefined
  readonly onSend: () => void
}

/** Creates the record of one call, before its first request. */
export function createAttempts(options: AttemptsOptions): Attempts {
  const { budget, purposeOf, signal, permitSend, onSend } = options
  let hasBegun = false
  let isWaiting = false
  let mayHaveRun = false
  let requestId: string | undefined
  const request = {
    signal,
    get purpose() {
      return purposeOf()
    },
  }
  return {
    async begin() {
      hasBegun = true
      isWaiting = true
      await budget.take(request)
      isWaiting = false
      if (permitSend !== undefined) {
        const beforeSend = await permitSend()
        signal.throwIfAborted()
        beforeSend()
      }
      mayHaveRun = true
      onSend()
    },
    answered(status, awsRequestId) {
      requestId = awsRequestId
      // AWS rejected the request. Any other status leaves the outcome unknown until the body has been read.
      if (status >= 400 && status < 500) mayHaveRun = false
    },
    failed(error) {
      mayHaveRun = classify(error).mayHaveRun ?? false
    },
    hasBegun: () => hasBegun,
    isWaiting: () => isWaiting,
    mayHaveRun: () => mayHaveRun,
    awsRequestId: () => requestId,
  }
}

/**
 * Wraps a transport so that each request waits for the budget after it is signed. The SDK calls its transport once per
 * attempt, with the options that the caller passed to `send`; requests without attempts in their options (STS) pass
 * through.
 */
export function meterAttempts(transport: NodeHttpHandler): NodeHttpHandler {
  const send = transport.handle.bind(transport)
  transport.handle = async (request, options) => {
    if (!hasAttempts(options)) return send(request, options)
    const { attempts } = options
    await attempts.begin()
    try {
      const sent = await send(request, options)
      const { statusCode, headers } = sent.response
      attempts.answered(statusCode, headers['x-amzn-requestid'])
      return sent
    } catch (error) {
      attempts.failed(error)
      throw error
    }
  }
  return transport
}

function hasAttempts(options: HttpHandlerOptions | undefined): options is SendOptions {
  return options !== undefined && 'attempts' in options
}
