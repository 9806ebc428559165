export { type Clock, type Schedule, systemClock, systemSchedule } from '../appstream/clock.ts'

/** Numbers the starts of observations, so that any two of them can be put in order whatever the clock says. */
export interface Sequence {
  next(): number
  /** The latest number given; 0 before the first. */
  last(): number
}

/** A sequence that starts at 1. */
export function createSequence(): Sequence {
  let last = 0
  return { next: () => ++last, last: () => last }
}
