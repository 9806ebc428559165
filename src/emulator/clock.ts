/** Time source of the emulator. */
export interface EmulatorClock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Clock that advances only by {@link ManualClock.advance}. */
export interface ManualClock extends EmulatorClock {
  /** Moves the clock forward. */
  advance(ms: number): void
}

/** System clock. */
export const systemClock: EmulatorClock = { now: () => Date.now() }

/** Creates a clock for tests that stays at `startMs` until advanced. Default: 2026-11-02T09:00:00Z. */
export function manualClock(startMs: number = Date.UTC(2026, 10, 2, 9)): ManualClock {
  let nowMs = startMs
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}

/** Creates a clock that follows `clock` and can be advanced beyond it. */
export function adjustableClock(clock: EmulatorClock): ManualClock {
  let aheadMs = 0
  return {
    now: () => clock.now() + aheadMs,
    advance: (ms) => {
      aheadMs += ms
    },
  }
}
