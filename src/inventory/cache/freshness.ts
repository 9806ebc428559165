import type { Clock } from '../../clock.ts'
import type { Freshness, Observation, ReadOptions } from './reads.ts'

/** Rules that compare the age of an observation with the bounds of its cache. */
export interface FreshnessRules {
  /** Returns true if the observation is too old to be served without an AWS call. */
  isExpired(observation: Dated): boolean
  /** Returns true if a read of this observation should renew it in the background. */
  isDue(observation: Dated): boolean
  /** Returns true if the observation may be served in place of an error. */
  mayServeOnError(observation: Dated, options: ReadOptions): boolean
}

type Dated = Pick<Observation<unknown>, 'observedAt' | 'tookMs'>

/**
 * Fraction of the maximum age after which a read renews the value in the background, so that regular readers never
 * wait.
 */
const RENEW_AT = 0.8

/** Creates the rules of a cache. */
export function createFreshnessRules(
  { maxStalenessMs, staleIfErrorMs }: Freshness,
  clock: Clock,
): FreshnessRules {
  const ageMs = ({ observedAt }: Dated) => clock.now() - observedAt
  // At least twice the duration of the read, since a slow listing cannot be renewed constantly.
  const maxAgeMs = ({ tookMs }: Dated) => Math.max(maxStalenessMs, 2 * tookMs)
  return {
    isExpired: (observation) => ageMs(observation) > maxAgeMs(observation),
    isDue: (observation) => ageMs(observation) > maxStalenessMs * RENEW_AT,
    mayServeOnError: (observation, { onStale }) =>
      onStale !== undefined && ageMs(observation) <= Math.max(staleIfErrorMs, maxAgeMs(observation)),
  }
}

/** Returns true if an observation started later, or ended later if the order of the starts is unknown. */
export function isLater(one: Observation<unknown>, other: Observation<unknown>): boolean {
  if (one.sequence !== other.sequence) return one.sequence > other.sequence
  return one.observedAt > other.observedAt
}
