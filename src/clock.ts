/** Current time, injected so that tests can control it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Monotonic, so that adjusting the wall clock does not change the age of a snapshot. */
export const systemClock: Clock = { now: () => performance.timeOrigin + performance.now() }

/**
 * Runs a function once after `delayMs`. The returned function cancels it. Injected so that tests can control the time.
 */
export type Schedule = (delayMs: number, run: () => void) => () => void

/** Real timers, which do not keep the process alive. */
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

/** Rounds a duration to tenths of a millisecond, for log lines. */
export function roundMs(durationMs: number): number {
  return Math.round(durationMs * 10) / 10
}
