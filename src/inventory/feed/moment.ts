import type { Clock } from '../../clock.ts'
import type { Sequence } from '../sequence.ts'

/** Short-lived cache of results, shared by callers that ask at almost the same time. */
export interface Moment<Result> {
  /** Returns the cached result of a key; computes it if anything has changed since. */
  share(key: string, make: () => Result): Result
  /** Clears the cache. */
  forget(): void
}

/** Maximum age of a cached result. */
const MOMENT_MS = 1_000

/**
 * Creates a cache that empties once the inventory reads or writes anything, or `sees` returns another result. So one
 * result serves ten thousand clients that reconnect at once, and none sees the state before its own mutation.
 */
export function createMoment<Result>(
  { clock, sequence }: { readonly clock: Clock; readonly sequence: Sequence },
  sees: () => readonly unknown[],
): Moment<Result> {
  let kept: { readonly at: number; readonly seen: readonly unknown[]; readonly results: Map<string, Result> }
  const forget = () => {
    kept = { at: Number.NEGATIVE_INFINITY, seen: [], results: new Map() }
  }
  forget()

  function isNow(seen: readonly unknown[]): boolean {
    return clock.now() - kept.at <= MOMENT_MS && seen.every((one, index) => one === kept.seen[index])
  }

  return {
    forget,
    share(key, make) {
      const seen = [sequence.last(), ...sees()]
      if (!isNow(seen)) kept = { at: clock.now(), seen, results: new Map() }
      const { results } = kept
      const known = results.get(key) ?? make()
      results.set(key, known)
      return known
    },
  }
}
