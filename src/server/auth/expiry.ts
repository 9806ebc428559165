import type { Clock, Schedule } from '../../clock.ts'

/** Wall clock and timers. */
export interface ExpiryOptions {
  readonly clock: Clock
  readonly schedule: Schedule
}

/** Maximum delay of a Node timer. */
const MAX_DELAY_MS = 2 ** 31 - 1

/**
 * Runs a function at a point in time, which may exceed the maximum delay of a timer.
 * @returns a function that cancels it.
 */
export function runAt(atMs: number, run: () => void, { clock, schedule }: ExpiryOptions): () => void {
  let cancel = () => {}
  function arm(): void {
    const leftMs = Math.max(0, atMs - clock.now())
    cancel = leftMs > MAX_DELAY_MS ? schedule(MAX_DELAY_MS, arm) : schedule(leftMs, run)
  }
  arm()
  return () => cancel()
}
