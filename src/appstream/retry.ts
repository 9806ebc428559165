import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types'
import { classify } from './exceptions.ts'

/** How often and how patiently a call is tried. */
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

/** The SDK's retry hook, deciding by our own table of exceptions rather than the SDK's (see exceptions.ts). */
export function createRetryStrategy(options: RetryOptions): RetryStrategyV2 {
  const { maxAttempts, baseDelayMs, onlyIfNotRun = false, random = Math.random } = options
  const token = (retries: number, delayMs: number): RetryToken => ({
    getRetryCount: () => retries,
    getRetryDelay: () => delayMs,
  })
  return {
    async acquireInitialRetryToken() {
      return token(0, 0)
    },
    async refreshRetryTokenForRetry(previous: RetryToken, info: RetryErrorInfo) {
      const retries = previous.getRetryCount() + 1
      const { retryable, throttling, mayHaveRun, byGateway } = classify(info.error)
      const repeatable = retryable && !byGateway && !(onlyIfNotRun && mayHaveRun)
      if (!repeatable || retries >= maxAttempts) throw info.error ?? new Error('not retryable')
      const base = baseDelayMs * (throttling ? THROTTLING_FACTOR : 1)
      return token(retries, random() * Math.min(base * 2 ** (retries - 1), MAX_DELAY_MS))
    },
    recordSuccess() {},
  }
}
