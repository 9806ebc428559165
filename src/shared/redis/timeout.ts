import type { Schedule } from '../../clock.ts'

/** Wait that can be cancelled; then it never ends. */
export interface Timeout {
  readonly elapsed: Promise<void>
  cancel(): void
}

export function timeout(schedule: Schedule, delayMs: number): Timeout {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { elapsed: promise, cancel: schedule(Math.max(0, delayMs), resolve) }
}
