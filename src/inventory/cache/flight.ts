import { untilAborted } from '../../appstream/abort.ts'
import type { CallOptions } from '../../appstream/calls/calls.ts'

/** Single-flight request; aborted when the last waiter leaves, prioritized by a waiting reader. */
export interface Flight<Result> {
  readonly result: Promise<Result>
  /**
   * Keeps the request running until the waiter's signal aborts; without a signal, until it ends. A waiting reader turns
   * a poll into a read.
   */
  hold(by: Waiter): void
  /** Returns true if the request was aborted. */
  isAbandoned(): boolean
}

/** Waiter of a flight: its priority and its abort signal. */
export type Waiter = Pick<CallOptions, 'purpose' | 'signal'>

/** Options of the calls of a flight. */
export type FlightCall = CallOptions & { readonly signal: AbortSignal }

/** Starts a flight. `onSend` of its first reader receives the calls. To wait for the result, use {@link join}. */
export function launch<Result>(
  run: (call: FlightCall) => Promise<Result>,
  { purpose: begun = 'read', onSend }: CallOptions,
): Flight<Result> {
  const abandoning = new AbortController()
  const { signal } = abandoning
  let purpose = begun
  let holders = 0
  const result = run({
    signal,
    onSend,
    get purpose() {
      return purpose
    },
  })
  // Waiters handle the rejection. Without waiters, it must not be reported as unhandled.
  result.catch(() => {})

  return {
    result,
    isAbandoned: () => signal.aborted,
    hold({ purpose: requested = 'read', signal: until }) {
      if (requested !== 'poll' && purpose === 'poll') purpose = requested
      holders++
      const leave = () => {
        holders--
        if (holders === 0) abandoning.abort(until?.reason)
      }
      if (until?.aborted) leave()
      until?.addEventListener('abort', leave, { once: true })
      const forget = () => until?.removeEventListener('abort', leave)
      result.then(forget, forget)
    },
  }
}

/** Waits for a flight. @throws its error, or the reason of the signal as soon as that aborts */
export function join<Result>(flight: Flight<Result>, by: Waiter): Promise<Result> {
  flight.hold(by)
  return untilAborted(flight.result, by.signal)
}
