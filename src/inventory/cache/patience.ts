import { UpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Clock, Schedule } from '../../clock.ts'
import { type Flight, join, type Waiter } from './flight.ts'

/** Maximum wait for AWS if an older value can be served. */
export interface Patience {
  readonly ms: number
  readonly schedule: Schedule
}

/** Flight with its start in epoch milliseconds. */
export type TimedFlight<Result> = Flight<Result> & { readonly startedAt: number }

/** Result of waiting for a flight that did not end in time. */
export const NOT_YET = Symbol('not yet')

/**
 * Waits for a flight, at most for the patience counted from the start of the flight. The flight then continues for
 * later readers.
 * @throws the flight's error, or the reason of the signal as soon as that aborts
 */
export async function joinPatiently<Result>(
  flight: TimedFlight<Result>,
  by: Waiter,
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

/** Creates the error that accompanies an older value if AWS did not respond in time. */
export function notYetError(what: string): UpstreamError {
  return new UpstreamError(what, undefined, false, {
    code: 'UPSTREAM_TIMEOUT',
    retryable: true,
    message: (value) =>
      `AWS did not return ${value} within READ_PATIENCE_MS; served cached data while the request continues.`,
  })
}
