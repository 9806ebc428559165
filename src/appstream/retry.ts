import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types'
import { classify, isClockCorrected } from './exceptions.ts'

/** Number of attempts and backoff of a call. */
export interface RetryOptions {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number
  /** The longest wait before the first retry; doubled for each further one. */
  readonly baseDelayMs: number
  /** Retries only what cannot have been carried out, because it changes something. */
  readonly onlyIfNotRun?: boolean
  /** In [0, 1): the jitter. */
  readonly random?: () => number
}

const MAX_DELAY_MS = 20_000
/** Throttling wants a longer breath than a lost connection. */
const THROTTLING_FACTOR = 5

/** Counts the attempts of one call; a retry with a corrected clock counts apart. */
interface Attempted extends RetryToken {
  readonly failures: number
  readonly isClockCorrected: boolean
}

/**
 * Creates the SDK's retry strategy, which decides by our own table of exceptions (see exception-table.ts). A request
 * that AWS refused for its time was not executed, so one retry with the clock that the SDK corrected is always allowed:
 * to mutations that must not run twice, and beyond `maxAttempts`.
 */
export function createRetryStrategy(options: RetryOptions): RetryStrategyV2 {
  const { maxAttempts, baseDelayMs, onlyIfNotRun = false, random = Math.random } = options

  function token(failures: number, clockCorrected: boolean, delayMs: number): Attempted {
    return {
      failures,
      isClockCorrected: clockCorrected,
      getRetryCount: () => failures + (clockCorrected ? 1 : 0),
      getRetryDelay: () => delayMs,
    }
  }

  return {
    async acquireInitialRetryToken() {
      return token(0, false, 0)
    },
    async refreshRetryTokenForRetry(previous: RetryToken, { error }: RetryErrorInfo) {
      const before = isAttempted(previous) ? previous : token(previous.getRetryCount(), false, 0)
      if (!before.isClockCorrected && isClockCorrected(error)) return token(before.failures, true, 0)
      const failures = before.failures + 1
      const { retryable, throttling, mayHaveRun, byGateway } = classify(error)
      const repeatable = retryable && !byGateway && !(onlyIfNotRun && mayHaveRun)
      if (!repeatable || failures >= maxAttempts) throw error ?? new Error('not retryable')
      const base = baseDelayMs * (throttling ? THROTTLING_FACTOR : 1)
      const delayMs = random() * Math.min(base * 2 ** (failures - 1), MAX_DELAY_MS)
      return token(failures, before.isClockCorrected, delayMs)
    },
    recordSuccess() {},
  }
}

function isAttempted(token: RetryToken): token is Attempted {
  return 'failures' in token && 'isClockCorrected' in token
}
