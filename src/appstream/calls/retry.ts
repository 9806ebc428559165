import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types'
import { classify, isClockCorrected } from '../errors/exceptions.ts'

/** Number of attempts and backoff of a call. */
export interface RetryOptions {
  /** Maximum number of attempts, including the first. */
  readonly maxAttempts: number
  /** Maximum delay before the first retry; doubled for each further one. */
  readonly baseDelayMs: number
  /** Retries only requests that AWS cannot have executed. For writes. */
  readonly onlyIfNotRun?: boolean
  /** Returns a number in [0, 1), for jitter. */
  readonly random?: () => number
}

const MAX_DELAY_MS = 20_000
/** Factor of the delay after throttling. */
const THROTTLING_FACTOR = 5

/** Attempts of one call; a retry with a corrected clock is counted separately. */
interface Attempted extends RetryToken {
  readonly failures: number
  readonly isClockCorrected: boolean
}

/**
 * Creates a retry strategy for the SDK that uses our table of exceptions (see exception-table.ts). AWS does not execute
 * a request with a skewed time. One retry with the corrected clock is therefore always allowed, even for mutations that
 * must not run twice and beyond `maxAttempts`.
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
