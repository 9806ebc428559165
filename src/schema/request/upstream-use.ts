import type { Clock } from '../../clock.ts'
import { tooManyUpstreamCalls } from '../errors.ts'

/** AWS usage of one request, and the age of its data. */
export interface UpstreamUse {
  /** Counts an AWS request. */
  onSend(): void
  /** Reserves calls of the request's limit. @throws TOO_MANY_UPSTREAM_CALLS if too few are left */
  takeCalls(count: number): void
  /** Checks that this many calls are left, without reserving them. @throws TOO_MANY_UPSTREAM_CALLS otherwise */
  checkCalls(count: number): void
  /** Records the epoch milliseconds at which used data was read. */
  onObserved(observedAt: number): void
  /**
   * Returns the figures for the response. `calls`: AWS requests made for this operation, retries included; a shared
   * request counts on the one that started it. `ageMs`: age of the oldest observation used; null if none was.
   */
  summary(): { readonly calls: number; readonly ageMs: number | null }
  /** Returns true if the usage is so large that the response reports it unasked. */
  isLarge(): boolean
}

/** Number of AWS calls above which a response reports its usage unasked. */
const MANY_CALLS = 50

/**
 * Creates the usage record of one request. A `maxCalls` of 0 means no limit.
 * @param onExceeded called if the limit prevents a read, which another request could make.
 */
export function createUpstreamUse(
  clock: Clock,
  maxCalls: number,
  onExceeded: () => void = () => {},
): UpstreamUse {
  let calls = 0
  let used = 0
  let oldest: number | undefined

  function checkCalls(count: number): void {
    if (maxCalls === 0 || used + count <= maxCalls) return
    onExceeded()
    throw tooManyUpstreamCalls(used + count, maxCalls)
  }

  return {
    isLarge: () => calls > MANY_CALLS,
    onSend() {
      calls++
    },
    checkCalls,
    takeCalls(count) {
      checkCalls(count)
      used += count
    },
    onObserved(observedAt) {
      oldest = Math.min(observedAt, oldest ?? observedAt)
    },
    summary: () => ({ calls, ageMs: oldest === undefined ? null : Math.round(clock.now() - oldest) }),
  }
}
