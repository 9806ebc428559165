import { isUpstreamError, UpstreamError } from './exceptions.ts'

/** How long the calls may take, in milliseconds. */
export interface Deadlines {
  /** One call, its retries included. */
  readonly callMs: number
  /** One listing, all its pages. */
  readonly listingMs: number
}

/** Told of every call's outcome; what keeps a target's health. */
export type CallObserver = (outcome: UpstreamError | undefined) => void

/** Runs a call of an operation within a deadline. @throws UpstreamError */
export type CallRunner = <Result>(
  operation: string,
  deadlineMs: number,
  run: (abortSignal: AbortSignal) => Promise<Result>,
) => Promise<Result>

/**
 * Makes what every call goes through: its deadline, its error as an UpstreamError, its outcome told.
 * @param stopped aborts every call under way, when the gateway stops.
 */
export function createCallRunner(observe: CallObserver, stopped: AbortSignal): CallRunner {
  return async (operation, deadlineMs, run) => {
    try {
      const result = await run(AbortSignal.any([stopped, AbortSignal.timeout(deadlineMs)]))
      observe(undefined)
      return result
    } catch (cause) {
      const error = isUpstreamError(cause) ? cause : new UpstreamError(operation, cause)
      observe(error)
      throw error
    }
  }
}
