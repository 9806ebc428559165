import { expect } from 'vitest'
import type { TestTime } from './gateway.ts'

/** Advances the time until no timer is left: without subscribers, nothing is polled. */
export async function untilIdle(time: TestTime): Promise<void> {
  const moved = () => {
    time.advance(5_000)
    return time.timers()
  }
  await expect.poll(moved, { timeout: 60_000 }).toBe(0)
}
