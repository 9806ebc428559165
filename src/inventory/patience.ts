import { UpstreamError } from '../appstream/exceptions.ts'
import type { Clock, Schedule } from './clock.ts'
import { type Flight, join, type Waiting } from './flight.ts'

/** How long a reader waits for AWS while something older could answer. */
export interface Patience {
  readonly ms: number
  readonly schedule: Schedule
}

/** A flight, and the epoch milliseconds of its start. */
export type TimedFlight<Result> = Flight<Result> & { readonly startedAt: number }

/** A flight that has not landed in time. */
export const NOT_YET = Symbol('not yet')

/**
 * Waits for a flight until the patience is over, counted from the flight's start: later readers wait no longer than the
 * first. The flight goes on for those who come after.
 * @throws what the flight throws; the signal's reason, at once, when that aborts
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

/** The reason to give with an older answer when AWS has not answered in time. */
export function notYetError(what: string): UpstreamError {
  return new UpstreamError(what, undefined, false, {
    code: 'UPSTREAM_TIMEOUT',
    retryable: true,
    message: 'AWS has not answered within READ_PATIENCE_MS, and is still being asked for',
  })
}
