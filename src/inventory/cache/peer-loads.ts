import { type FlightCall, launch, type Waiter } from './flight.ts'
import type { TimedFlight } from './patience.ts'
import type { EndClaim } from './peer-claims.ts'

/** Loads that one replica makes for all. Absent in a single process. */
export interface PeerLoads {
  /**
   * Waits for the right to load the value. Resolves to undefined once `isSatisfied` returns true; otherwise to a
   * function that ends the claim.
   * @throws the error of the load that it was waiting for
   */
  claim(isSatisfied: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<EndClaim | undefined>
  /**
   * Finds a value that another replica loaded, and passes it to `accept` of the cache. Omit it if commits deliver
   * such values.
   */
  find?(): Promise<void>
}

/** Flight that waits for the right to load, then for the load or for the value of another replica. */
export interface PeerFlight<Result> extends TimedFlight<Result> {
  /** Returns the sequence number of the start of the load; infinite while none has started. */
  sequence(): number
}

/** Load in progress. */
export interface StartedLoad<Result> {
  readonly sequence: number
  join(): Promise<Result>
}

/**
 * Starts a flight that ordinary readers of this replica share while one replica loads the value for all. `renewed`
 * returns a value recent enough for them, if there is one.
 */
export function launchPeerFlight<Result>(
  { claim, find }: PeerLoads,
  startedAt: number,
  renewed: () => Result | undefined,
  load: (call: FlightCall) => StartedLoad<Result>,
  by: Waiter,
): PeerFlight<Result> {
  let sequence = Number.POSITIVE_INFINITY

  async function isSatisfied(): Promise<boolean> {
    if (renewed() === undefined) await find?.()
    return renewed() !== undefined
  }

  async function run(call: FlightCall): Promise<Result> {
    for (;;) {
      const endClaim = await claim(isSatisfied, call.signal)
      let failure: unknown
      try {
        const found = renewed()
        if (found !== undefined) return found
        // Without a claim, the value of the other replica was invalidated in the meantime.
        if (endClaim === undefined) continue
        call.signal.throwIfAborted()
        const started = load(call)
        sequence = started.sequence
        return await started.join()
      } catch (error) {
        // After an abort, nobody waits at this replica, but others may still want the value.
        if (!call.signal.aborted) failure = error
        throw error
      } finally {
        endClaim?.(failure)
      }
    }
  }

  return { startedAt, sequence: () => sequence, ...launch(run, by) }
}
