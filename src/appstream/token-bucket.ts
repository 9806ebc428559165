import type { Clock } from '../clock.ts'

/** Rate limit. */
export interface Rate {
  /** In the long run; 0 for any number. */
  readonly perSecond: number
  /** At once, after a pause. */
  readonly burst: number
}

/** Tokens that come at a rate, and are kept up to a burst. */
export interface TokenBucket {
  /** Milliseconds until there is a token; 0 while there is one. */
  readyInMs(): number
  /** Takes one that is there. */
  take(): void
}

/** Tolerance for floating-point error, in tokens. */
const ROUNDING = 1e-6

/** Creates a full bucket. */
export function createTokenBucket({ perSecond, burst }: Rate, clock: Clock): TokenBucket {
  if (perSecond === 0) return { readyInMs: () => 0, take() {} }
  let tokens = burst
  let filledAt = clock.now()

  function fill(): void {
    const now = clock.now()
    tokens = Math.min(burst, tokens + ((now - filledAt) * perSecond) / 1000)
    filledAt = now
  }

  return {
    readyInMs() {
      fill()
      return tokens >= 1 - ROUNDING ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond)
    },
    take() {
      fill()
      tokens -= 1
    },
  }
}
