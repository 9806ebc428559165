import type { Clock } from '../inventory/clock.ts'
import { tooManyUpstreamCalls } from './errors.ts'

/** What one request asks of AWS, and how old what it is answered from is. */
export interface UpstreamUse {
  /** A request to AWS was sent for it. */
  onSend(): void
  /** Takes calls from those that the request may make. @throws TOO_MANY_UPSTREAM_CALLS when too few are left */
  takeCalls(count: number): void
  /** It was answered from what AWS said then, in epoch milliseconds. */
  onObserved(observedAt: number): void
  /**
   * What the response tells. `calls`: the requests that were sent to AWS for it, retries included; one that it joined
   * is another one's. `ageMs`: the age of the oldest observation that it is answered from; null without any.
   */
  summary(): { readonly calls: number; readonly ageMs: number | null }
  /** Whether that is more than a client would expect, so that the response reports it unasked. */
  isLarge(): boolean
}

/** Calls to AWS beyond which a response reports them unasked. */
const MANY_CALLS = 50

/** Creates the account of one request. 0 for `maxCalls` means no limit. */
export function createUpstreamUse(clock: Clock, maxCalls: number): UpstreamUse {
  let calls = 0
  let taken = 0
  let oldest: number | undefined
  return {
    isLarge: () => calls > MANY_CALLS,
    onSend() {
      calls++
    },
    takeCalls(count) {
      if (maxCalls > 0 && taken + count > maxCalls) throw tooManyUpstreamCalls(taken + count, maxCalls)
      taken += count
    },
    onObserved(observedAt) {
      oldest = Math.min(observedAt, oldest ?? observedAt)
    },
    summary: () => ({ calls, ageMs: oldest === undefined ? null : Math.round(clock.now() - oldest) }),
  }
}
