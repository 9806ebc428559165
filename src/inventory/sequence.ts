/** Sequence of numbers that orders observations by their start, independent of the clock. */
export interface Sequence {
  next(): number
  /** Returns the latest number; 0 before the first. */
  last(): number
}

/** Creates a sequence that starts at 1. */
export function createSequence(): Sequence {
  let last = 0
  return { next: () => ++last, last: () => last }
}
