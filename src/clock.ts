/** The time, injected so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Monotonic: an adjusted wall clock must not make a snapshot young or old. */
export const systemClock: Clock = { now: () => performance.timeOrigin + performance.now() }

/** Runs something once, `delayMs` later. What it returns cancels that. Injected so that tests can move the time. */
export type Schedule = (delayMs: number, run: () => void) => () => void

/** Timers of the machine; none of them keeps the process alive. */
export const systemSchedule: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs).unref()
  return () => clearTimeout(timer)
}

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
