import type { Clock } from '../../clock.ts'
import type { Purpose } from './budget.ts'
import { createTokenBucket, type Rate } from './token-bucket.ts'

/** Token buckets of all replicas of a deployment. */
export interface SharedBuckets {
  /** Returns false while the buckets cannot be reached. */
  isAvailable(): boolean
  /** Number of replicas at the last beat, including this one; at least 1. */
  count(): number
  /** Takes one token from each bucket, or none. Resolves to 0, or to the milliseconds until all may have one. */
  take(buckets: readonly NamedBucket[]): Promise<number>
}

export interface NamedBucket {
  /** Unique in the deployment. */
  readonly name: string
  readonly rate: Rate
}

/** Source of the tokens of one target, for all replicas together. */
export interface TokenSource {
  /** Takes a token for a purpose. Resolves to 0, or to the milliseconds until one may be available. */
  take(purpose: Purpose): Promise<number>
}

export type Rates = Readonly<Record<Purpose | 'all', Rate>>

/** Pause after a failure, so that calls do not wait for buckets that cannot be reached. */
const PAUSE_MS = 1000

/**
 * Creates the source of a target's tokens. While the shared buckets cannot be reached, this replica uses its share of
 * the rates.
 */
export function createTokenSource(
  target: string,
  rates: Rates,
  shared: SharedBuckets,
  clock: Clock,
): TokenSource {
  const own = ownBuckets(rates, shared, clock)
  let pausedUntil = Number.NEGATIVE_INFINITY

  return {
    async take(purpose) {
      if (rates.all.perSecond === 0 && rates[purpose].perSecond === 0) return 0
      if (clock.now() < pausedUntil || !shared.isAvailable()) return own.take(purpose)
      const buckets = (['all', purpose] as const)
        .map((name) => ({ name: `${target}/${name}`, rate: rates[name] }))
        .filter(({ rate }) => rate.perSecond > 0)
      try {
        const waitMs = await shared.take(buckets)
        // Counts local use, so that a failure does not grant another burst.
        if (waitMs === 0) own.take(purpose)
        return waitMs
      } catch {
        pausedUntil = clock.now() + PAUSE_MS
        return own.take(purpose)
      }
    },
  }
}

/** Creates the buckets of this replica: its share of the rates. */
function ownBuckets(rates: Rates, shared: SharedBuckets, clock: Clock) {
  const shareOf = (rate: Rate) => createTokenBucket(rate, clock, () => 1 / shared.count())
  const buckets = {
    all: shareOf(rates.all),
    read: shareOf(rates.read),
    write: shareOf(rates.write),
    poll: shareOf(rates.poll),
  }
  return {
    take(purpose: Purpose): number {
      const { all, [purpose]: own } = buckets
      const waitMs = Math.max(all.readyInMs(), own.readyInMs())
      if (waitMs > 0) return waitMs
      all.take()
      own.take()
      return 0
    },
  }
}
