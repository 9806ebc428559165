import { UpstreamError } from '../appstream/exceptions.ts'
import type { Clock, Schedule } from '../clock.ts'
import { type Flight, join, type Waiting } from './flight.ts'

/** Patience of a reader: how long it waits for AWS if an older value could be served. */
export interface Patience {
  readonly ms: number
  readonly schedule: Schedule
}

/** A flight with its start, in epoch milliseconds. */
export type TimedFlight<Result> = Flight<Result> & { readonly startedAt: number }

/** Result of waiting for a flight that has not landed in time. */
export const NOT_YET = Symbol('not yet')

/**
 * Waits for a flight until its patience, counted from the flight's start, is over. The flight continues for later
 * readers.
 * @throws the flight's error, or the reason of the signal as soon as that aborts
 */
export async function joinPatiently<Result>(
  flight: TimedFlight<Result>,
  by: Waiting,
  { ms, schedule, clock }: Patience & { readonly clock: Clock },
): Promise<Result | typeof NOT_YET> {
  const remainingMs = flight.startedAt + ms - clock.now()
  if (remainingMs <= 0) return NOT_YET
  const expiry = Promise.withResolvers<typeof NOT_YET>()
  const cancel = schedule(remainingMs, () => {
    flight.hold({})
    expiry.resolve(NOT_YET)
  })
  try {
    return await Promise.race([join(flight, by), expiry.promise])
  } finally {
    cancel()
  }
}

/** Creates the error that accompanies an older value if AWS has not answered in time. */
export function notYetError(what: string): UpstreamError {
  return new UpstreamError(what, undefined, false, {
    code: 'UPSTREAM_TIMEOUT',
    retryable: true,
    message: 'AWS has not responded within READ_PATIENCE_MS; the gateway still waits for',
  })
}
