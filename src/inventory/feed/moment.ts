import type { Clock, Sequence } from '../clock.ts'

/** Results that whoever asks in the same moment shares. */
export interface Moment<Result> {
  /** The result of this key, made anew unless nothing has happened since it was made. */
  share(key: string, make: () => Result): Result
  /** Lets go of what is kept. */
  forget(): void
}

/** A moment lasts no longer than this, whatever happens or does not. */
const MOMENT_MS = 1_000

/**
 * Makes a moment: it passes once anything is read or written anywhere in the inventory, or `sees` gives something else.
 * So one result does for ten thousand who come at once, and nobody is given what was so before his own mutation.
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
