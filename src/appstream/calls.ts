import type { Tracer } from '@opentelemetry/api'
import { linkSignals, untilAborted } from './abort.ts'
import { createAttempts, type SendOptions } from './attempts.ts'
import { type Budget, BudgetExhausted, type Purpose } from './budget.ts'
import { describeCause } from './cause.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'
import type { Clock } from './clock.ts'
import {
  CallAborted,
  credentialsError,
  isCallAborted,
  isUpstreamError,
  UpstreamError,
  type UpstreamErrorCode,
} from './exceptions.ts'
import { traced } from './span.ts'

/** How long the calls may take, in milliseconds. */
export interface Deadlines {
  /** One call, its retries included. */
  readonly callMs: number
  /** One listing, all its pages. */
  readonly listingMs: number
}

/** How its caller wants a call to be made. */
export interface CallOptions {
  /** A read unless told. May change while the call waits. */
  readonly purpose?: Purpose | undefined
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined
  /** Told of each request that is sent to AWS, retries included. */
  readonly onSend?: (() => void) | undefined
}

/** A call to make. */
export interface Call {
  readonly operation: string
  /** One of them aborts when an answer would come too late; waiting for the budget counts. */
  readonly deadlines: readonly AbortSignal[]
  readonly options: CallOptions
}

/** A call that is over, for whoever counts them. */
export interface FinishedCall {
  readonly operation: string
  readonly purpose: Purpose
  /** Unknown until it is learned. */
  readonly accountId: string | undefined
  readonly region: string
  readonly outcome: 'OK' | UpstreamErrorCode | 'ABORTED'
  /** How many requests were sent to AWS, retries included; none where the gateway itself turned it away. */
  readonly requests: number
  /** Its retries and its waiting included. */
  readonly durationMs: number
  /** Why it failed, for the operator; not where AWS's text can repeat what a caller sent. */
  readonly cause?: string
}

/** Makes a call. @throws UpstreamError; CallAborted when its caller's signal aborted */
export type CallRunner = <Result>(
  call: Call,
  send: (options: SendOptions) => Promise<Result>,
) => Promise<Result>

/** What every call goes through. */
export interface CallRunnerParts {
  /** Whose calls they are. */
  readonly target: { readonly region: string; readonly accountId: string | undefined }
  readonly budget: Budget
  readonly circuit: CircuitBreaker
  readonly tracer: Tracer
  readonly clock: Clock
  /** Aborts every call under way, when the gateway stops. */
  readonly stopped: AbortSignal
  /** Told of every call that is over, with its error if it is one. */
  readonly onFinished: (call: FinishedCall, error: UpstreamError | undefined) => void
}

/** The one place where a call meets its deadline, the budget, the circuit breaker, its span and its observers. */
export function createCallRunner(parts: CallRunnerParts): CallRunner {
  const { target, budget, circuit, tracer, clock, stopped, onFinished } = parts

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
    const attempts = createAttempts({ budget, purposeOf, signal, onSend })

    function explain(cause: unknown): UpstreamError | CallAborted {
      if (isUpstreamError(cause) || isCallAborted(cause)) return cause
      const isUnderWay = attempts.mayHaveRun()
      if (options.signal?.aborted) return new CallAborted(operation, options.signal.reason, isUnderWay)
      if (!signal.aborted) return new UpstreamError(operation, cause)
      // Before the first request come the credentials.
      if (isSending && !attempts.hasBegun()) return credentialsError(operation, signal.reason)
      const isTurnedAway = attempts.isWaiting() && deadlines.some(({ aborted }) => aborted)
      const reason = isTurnedAway ? new BudgetExhausted('There was no token in time.') : signal.reason
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
