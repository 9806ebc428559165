import type { Clock, Schedule } from '../../clock.ts'
import { isUpstreamError, UpstreamError } from '../errors/exceptions.ts'

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

/** Creates the closed breaker of one target. */
export function createCircuitBreaker(
  { failures, pauseMs }: CircuitBreakerOptions,
  { clock, schedule }: { readonly clock: Clock; readonly schedule: Schedule },
): CircuitBreaker {
  if (failures === 0) return { state: 'closed', run: (_operation, _signal, call) => call() }
  let state: Circuit = 'closed'
  let consecutiveFailures = 0
  let trialAt = 0
  /** Number of state changes. The outcome of a call that began before the latest change is ignored. */
  let changes = 0
  const trialWaiters = new Set<() => void>()

  function transitionTo(next: Circuit): void {
    state = next
    consecutiveFailures = 0
    changes++
    for (const wake of trialWaiters) wake()
  }

  function open(nextTrialAt: number): void {
    trialAt = nextTrialAt
    transitionTo('open')
  }

  function noteResponse(): void {
    if (state === 'half-open') transitionTo('closed')
    consecutiveFailures = 0
  }

  function noteError(error: unknown): void {
    if (isResponse(error)) noteResponse()
    else if (countsAsFailure(error)) {
      consecutiveFailures++
      if (state === 'half-open' || consecutiveFailures === failures) open(clock.now() + pauseMs)
    } else if (state === 'half-open') {
      // The trial was inconclusive (aborted or never sent), so the next call becomes the trial.
      open(clock.now())
    }
  }

  /**
   * Waits, up to {@link TRIAL_PATIENCE_MS}, until the trial call has ended. @throws the signal's reason if it aborts
   */
  async function waitForTrial(signal: AbortSignal): Promise<void> {
    const { promise, resolve: wake } = Promise.withResolvers<void>()
    const cancel = schedule(TRIAL_PATIENCE_MS, wake)
    trialWaiters.add(wake)
    const onAbort = () => wake()
    signal.addEventListener('abort', onAbort, { once: true })
    await promise
    cancel()
    trialWaiters.delete(wake)
    signal.removeEventListener('abort', onAbort)
    signal.throwIfAborted()
  }

  return {
    get state() {
      return state
    },
    async run(operation, signal, call) {
      if (state === 'half-open') await waitForTrial(signal)
      if (state === 'open' && clock.now() >= trialAt) transitionTo('half-open')
      else if (state !== 'closed') throw new UpstreamError(operation, new CircuitOpen())
      const begun = changes
      try {
        const result = await call()
        if (changes === begun) noteResponse()
        return result
      } catch (error) {
        if (changes === begun) noteError(error)
        throw error
      }
    },
  }
}

/** Returns true if AWS responded, even if only with a rejection. */
function isResponse(error: unknown): boolean {
  return isUpstreamError(error) && !error.byGateway && !countsAsFailure(error)
}

/** Returns true if AWS did not respond, or responded with a server error. */
function countsAsFailure(error: unknown): boolean {
  if (!isUpstreamError(error) || error.byGateway) return false
  return ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNREADABLE'].includes(error.code)
}
