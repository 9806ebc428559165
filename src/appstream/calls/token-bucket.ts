import type { Clock } from '../../clock.ts'

/** Rate limit. */
export interface Rate {
  /** Sustained rate; 0: no limit. */
  readonly perSecond: number
  /** Maximum number of tokens that accumulate. */
  readonly burst: number
}

/** Token bucket: refills at a rate, up to the burst. */
export interface TokenBucket {
  /** Returns the milliseconds until a token is available; 0 if there is one. */
  readyInMs(): number
  /** Takes an available token. */
  take(): void
}

/** Tolerance for floating-point error, in tokens. */
const ROUNDING = 1e-6

/**
 * Creates a full bucket.
 * @param share returns the part of the rate that this bucket has, in (0, 1]. Default: all of it
 */
export function createTokenBucket(rate: Rate, clock: Clock, share: () => number = () => 1): TokenBucket {
  if (rate.perSecond === 0) return { readyInMs: () => 0, take() {} }
  const perSecond = () => rate.perSecond * share()
  const burst = () => Math.max(1, rate.burst * share())
  let tokens = burst()
  let filledAt = clock.now()

  function fill(): void {
    const now = clock.now()
    tokens = Math.min(burst(), tokens + ((now - filledAt) * perSecond()) / 1000)
    filledAt = now
  }

  return {
    readyInMs() {
      fill()
      return tokens >= 1 - ROUNDING ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond())
    },
    take() {
      fill()
      tokens -= 1
    },
  }
}
