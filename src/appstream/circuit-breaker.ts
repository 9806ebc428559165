import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type ICircuitBreakerOptions,
} from 'cockatiel'
import type { Clock, Schedule } from '../clock.ts'
import { isUpstreamError, UpstreamError } from './exceptions.ts'

/** Thresholds of a circuit breaker. */
export interface CircuitBreakerOptions {
  /** Number of consecutive failures that open the circuit; 0: never. */
  readonly failures: number
  /** Milliseconds that the circuit stays open before one trial call. */
  readonly pauseMs: number
}

/** Circuit state: calls run (`closed`), fail at once (`open`), or wait for the trial call (`half-open`). */
export type Circuit = 'closed' | 'open' | 'half-open'

/** Rejects calls to a target after consecutive failures. */
export interface CircuitBreaker {
  readonly state: Circuit
  /** Runs a call unless the circuit is open. @throws UpstreamError at once if open; errors of the call */
  run<Result>(operation: string, signal: AbortSignal, call: () => Promise<Result>): Promise<Result>
}

/** Rejection of a call because the circuit is open. */
class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen'
}

/** Calls wait this long for the outcome of the trial call instead of failing at once. */
const TRIAL_PATIENCE_MS = 1_000

const STATES: Readonly<Record<CircuitState, Circuit>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
}

/** Creates the closed breaker of one target. */
export function createCircuitBreaker(
  { failures, pauseMs }: CircuitBreakerOptions,
  { clock, schedule }: { readonly clock: Clock; readonly schedule: Schedule },
): CircuitBreaker {
  if (failures === 0) return { state: 'closed', run: (_operation, _signal, call) => call() }
  // In half-open state cockatiel counts everything but failures as success, so an inconclusive error must count as failure.
  const isFailure = (error: unknown) => isUnwell(error) || policy.state === CircuitState.HalfOpen
  const policy = circuitBreaker(handleWhen(isFailure), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: createPause(pauseMs, clock),
  })
  let changes = 0
  policy.onStateChange(() => changes++)

  /** Counts a rejection by AWS as success, and ignores calls that began before the circuit last changed. */
  async function settle<Result>(call: () => Promise<Result>): Promise<Settled<Result>> {
    const begun = changes
    try {
      return { result: await call() }
    } catch (error) {
      if (changes !== begun || isAnswer(error)) return { thrown: error }
      throw error
    }
  }

  /**
   * Waits, up to {@link TRIAL_PATIENCE_MS}, until the trial call has ended. @throws the signal's reason when it aborts
   */
  async function trialOver(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = schedule(TRIAL_PATIENCE_MS, resolve)
    const listening = policy.onStateChange(() => resolve())
    const giveUp = () => resolve()
    signal.addEventListener('abort', giveUp, { once: true })
    await promise
    cancel()
    listening.dispose()
    signal.removeEventListener('abort', giveUp)
    signal.throwIfAborted()
  }

  return {
    get state() {
      return STATES[policy.state]
    },
    async run(operation, signal, call) {
      if (policy.state === CircuitState.HalfOpen) await trialOver(signal)
      if (policy.state === CircuitState.HalfOpen) throw new UpstreamError(operation, new CircuitOpen())
      try {
        const settled = await policy.execute(() => settle(call))
        if ('thrown' in settled) throw settled.thrown
        return settled.result
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new UpstreamError(operation, new CircuitOpen()) : error
      }
    },
  }
}

/** Outcome that does not count as a failure of the target. */
type Settled<Result> = { readonly result: Result } | { readonly thrown: unknown }

function isAnswer(error: unknown): boolean {
  return isUpstreamError(error) && !error.byGateway && !isUnwell(error)
}

function isUnwell(error: unknown): boolean {
  if (!isUpstreamError(error) || error.byGateway) return false
  return ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNREADABLE'].includes(error.code)
}

/**
 * cockatiel compares Date.now() with the duration of a backoff, which it requests at each call: this backoff applies
 * our clock. After an inconclusive trial, which was aborted or never sent, the next call is the trial.
 */
function createPause(
  pauseMs: number,
  clock: Clock,
): Exclude<ICircuitBreakerOptions['halfOpenAfter'], number> {
  const since = (openedAt: number) => ({
    get duration() {
      return clock.now() - openedAt < pauseMs ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    },
    next,
  })
  const next: ReturnType<typeof createPause>['next'] = ({ result }) =>
    since('error' in result && isUnwell(result.error) ? clock.now() : Number.NEGATIVE_INFINITY)
  return { next }
}
