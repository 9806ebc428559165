import type { Clock, Sequence } from '../../clock.ts'

/** Short-lived cache of results, shared by callers at almost the same time. */
export interface ReplayCache<Result> {
  /** Returns the cached result of a key. Computes it if it is absent or outdated. */
  share(key: string, compute: () => Result): Result
  /** Clears the cache. */
  clear(): void
}

/** Maximum age of a cached result. */
const MAX_AGE_MS = 1_000

/**
 * Creates a cache that is cleared when the inventory reads or writes anything, or when `readInputs` returns different
 * values. Thus one result serves ten thousand clients that reconnect at once, and no client sees the state before its
 * own mutation.
 */
export function createReplayCache<Result>(
  { clock, sequence }: { readonly clock: Clock; readonly sequence: Sequence },
  readInputs: () => readonly unknown[],
): ReplayCache<Result> {
  let cached: {
    readonly at: number
    readonly inputs: readonly unknown[]
    readonly results: Map<string, Result>
  }
  const clear = () => {
    cached = { at: Number.NEGATIVE_INFINITY, inputs: [], results: new Map() }
  }
  clear()

  function isCurrent(inputs: readonly unknown[]): boolean {
    return clock.now() - cached.at <= MAX_AGE_MS && inputs.every((one, index) => one === cached.inputs[index])
  }

  return {
    clear,
    share(key, compute) {
      const inputs = [sequence.last(), ...readInputs()]
      if (!isCurrent(inputs)) cached = { at: clock.now(), inputs, results: new Map() }
      const { results } = cached
      const known = results.get(key) ?? compute()
      results.set(key, known)
      return known
    },
  }
}
