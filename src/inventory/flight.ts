import { untilAborted } from '../appstream/abort.ts'
import type { CallOptions } from '../appstream/calls.ts'

/** Work that its readers share. It is given up once nobody waits for it any more, and made urgent by a reader who does. */
export interface Flight<Result> {
  readonly result: Promise<Result>
  /** Keeps it going until the signal aborts; without a signal, to its end. Held by a reader, a poll becomes a read. */
  hold(by: Waiting): void
  /** Whether it was given up. */
  isAbandoned(): boolean
}

/** Who waits for a flight, and for how long. */
export type Waiting = Pick<CallOptions, 'purpose' | 'signal'>

/** How the calls of a flight are to be made. */
export type FlightCall = CallOptions & { readonly signal: AbortSignal }

/** Begins a flight for its first reader, who is told of its calls; who holds it is settled apart from that. */
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
  // Whoever waits is told; when nobody does, nobody is to be told.
  result.catch(() => {})

  return {
    result,
    isAbandoned: () => signal.aborted,
    hold({ purpose: wanted = 'read', signal: until }) {
      if (wanted !== 'poll' && purpose === 'poll') purpose = wanted
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

/** Waits for a flight. @throws what it throws; the signal's reason, at once, when that aborts */
export function join<Result>(flight: Flight<Result>, by: Waiting): Promise<Result> {
  flight.hold(by)
  return untilAborted(flight.result, by.signal)
}
