import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { HttpHandlerOptions } from '@smithy/types'
import type { Budget, Purpose } from './budget.ts'
import { classify } from './exceptions.ts'

/** The requests that one call makes, the SDK's retries included. */
export interface Attempts {
  /** Waits until the next one may be sent. @throws BudgetExhausted; the signal's reason when it aborts */
  begin(): Promise<void>
  /** The last one was answered. */
  answered(status: number, awsRequestId: string | undefined): void
  /** The last one failed without an answer. */
  failed(error: unknown): void
  /** Returns true once a request has begun; the SDK obtains credentials before that. */
  hasBegun(): boolean
  /** Returns true while the next request waits for the budget. */
  isWaiting(): boolean
  /** Returns true if AWS may have executed one of them. */
  mayHaveRun(): boolean
  /** Of the last answer. */
  awsRequestId(): string | undefined
}

/** Options that a call passes through the SDK to the transport. */
export interface SendOptions extends HttpHandlerOptions {
  readonly abortSignal: AbortSignal
  readonly attempts: Attempts
}

/** Dependencies of {@link createAttempts}. */
export interface AttemptsOptions {
  readonly budget: Budget
  /** Returns the current purpose of the call. */
  readonly purposeOf: () => Purpose
  readonly signal: AbortSignal
  readonly onSend: () => void
}

/** Creates the attempts of one call; none has begun. */
export function createAttempts({ budget, purposeOf, signal, onSend }: AttemptsOptions): Attempts {
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
      mayHaveRun = true
      onSend()
    },
    answered(status, awsRequestId) {
      requestId = awsRequestId
      // Turned away; a server's failure, as well as a body that is still to be read, leaves it open.
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
 * Has a transport wait for the budget before each request, after it is signed. The SDK calls its transport once for each
 * attempt, with the very options that its caller gave `send`; what has no attempts with it (STS) goes through.
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
