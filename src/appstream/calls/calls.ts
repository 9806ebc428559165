import type { Tracer } from '@opentelemetry/api'
import type { Clock } from '../../clock.ts'
import { linkSignals, untilAborted } from '../abort.ts'
import { describeCause } from '../errors/cause.ts'
import {
  CallAborted,
  credentialsError,
  isCallAborted,
  isUpstreamError,
  UpstreamError,
  type UpstreamErrorCode,
} from '../errors/exceptions.ts'
import { createAttempts, type PermitSend, type SendOptions } from './attempts.ts'
import { type Budget, BudgetExhausted, type Purpose } from './budget.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'
import { traced } from './span.ts'

/** Timeouts of calls, in milliseconds. */
export interface Deadlines {
  /** Timeout of one call, including retries. */
  readonly callMs: number
  /** Timeout of one listing, including all its pages. */
  readonly listingMs: number
}

/** Options of one call. */
export interface CallOptions {
  /** May change while the call is queued. Default: `read`. */
  readonly purpose?: Purpose | undefined
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined
  /** Called for each request sent to AWS, including retries. */
  readonly onSend?: (() => void) | undefined
  /** Permits each request. Default: every request is permitted. */
  readonly permitSend?: PermitSend | undefined
}

/** Call to make. */
export interface Call {
  readonly operation: string
  /** Signals that abort at a deadline. Deadlines include the wait for the budget. */
  readonly deadlines: readonly AbortSignal[]
  readonly options: CallOptions
}

/** Finished call, for logs and metrics. */
export interface FinishedCall {
  readonly operation: string
  readonly purpose: Purpose
  /** Undefined until the account is known. */
  readonly accountId: string | undefined
  readonly region: string
  readonly outcome: 'OK' | UpstreamErrorCode | 'ABORTED'
  /** Requests sent to AWS, including retries; 0 if the gateway itself rejected the call. */
  readonly requests: number
  /** Includes retries and time in the queue. */
  readonly durationMs: number
  /** Reason of the failure, for logs; absent if the AWS message may contain input of the caller. */
  readonly cause?: string
}

/** Runs a call. @throws UpstreamError; CallAborted if the caller's signal aborted */
export type CallRunner = <Result>(
  call: Call,
  send: (options: SendOptions) => Promise<Result>,
) => Promise<Result>

/** Dependencies of {@link createCallRunner}. */
export interface CallRunnerDependencies {
  /** Region and account of the calls. */
  readonly target: { readonly region: string; readonly accountId: string | undefined }
  readonly budget: Budget
  readonly circuit: CircuitBreaker
  readonly tracer: Tracer
  readonly clock: Clock
  /** Aborts all calls in flight when the gateway stops. */
  readonly stopped: AbortSignal
  /** Called for every finished call, with its error if it failed. */
  readonly onFinished: (call: FinishedCall, error: UpstreamError | undefined) => void
}

/** Creates the runner that applies deadline, budget, circuit breaker, span and observers to every call. */
export function createCallRunner(dependencies: CallRunnerDependencies): CallRunner {
  const { target, budget, circuit, tracer, clock, stopped, onFinished } = dependencies

  return (call, send) => {
    const { operation, deadlines, options } = call
    const startedAt = clock.now()
    const { signal, release } = linkSignals([
      stopped,
      ...deadlines,
      ...(options.signal === undefined ? [] : [options.signal]),
    ])
    const purposeOf = () => options.purpose ?? 'read'
    let requests = 0
    let isSending = false
    function onSend(): void {
      requests++
      options.onSend?.()
    }
    const { permitSend } = options
    const attempts = createAttempts({ budget, purposeOf, signal, permitSend, onSend })

    function explain(cause: unknown): UpstreamError | CallAborted {
      if (isUpstreamError(cause) || isCallAborted(cause)) return cause
      const isUnderWay = attempts.mayHaveRun()
      if (options.signal?.aborted) return new CallAborted(operation, options.signal.reason, isUnderWay)
      if (!signal.aborted) return new UpstreamError(operation, cause)
      // The SDK obtains credentials before the first request.
      if (isSending && !attempts.hasBegun()) return credentialsError(operation, signal.reason)
      const isTurnedAway = attempts.isWaiting() && deadlines.some(({ aborted }) => aborted)
      const reason = isTurnedAway
        ? new BudgetExhausted('No token of the AWS call budget became available before the deadline.')
        : signal.reason
      return new UpstreamError(operation, reason, isUnderWay)
    }

    async function sendWithin() {
      try {
        signal.throwIfAborted()
        isSending = true
        return await untilAborted(send({ abortSignal: signal, attempts }), signal)
      } catch (cause) {
        throw explain(cause)
      }
    }

    function finish(error?: UpstreamError | CallAborted): void {
      const isOurs = isCallAborted(error) || (error !== undefined && stopped.aborted)
      const failure = isCallAborted(error) ? undefined : error
      const { region, accountId } = target
      const durationMs = clock.now() - startedAt
      const outcome = isOurs ? 'ABORTED' : (failure?.code ?? 'OK')
      const cause = failure && failure.code !== 'UPSTREAM_REJECTED' ? describeCause(failure.cause) : undefined
      const purpose = purposeOf()
      onFinished(
        {
          ...{ operation, purpose, region, accountId, outcome, requests, durationMs },
          ...(cause !== undefined && { cause }),
        },
        failure,
      )
    }

    const { region, accountId } = target
    return traced(tracer, { operation, region, accountId, awsRequestId: attempts.awsRequestId }, async () => {
      try {
        const result = await circuit.run(operation, signal, sendWithin)
        finish()
        return result
      } catch (cause) {
        const error = explain(cause)
        finish(error)
        throw error
      } finally {
        release()
      }
    })
  }
}
