/** Waits for work until a signal aborts, and then rejects with its reason; the work goes on or not, as it will. */
export function untilAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  const giveUp = () => reject(signal.reason)
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp, { once: true })
  const settled = () => signal.removeEventListener('abort', giveUp)
  work.then(resolve, reject).finally(settled)
  return promise
}

/** A signal that aborts with the first of several. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  /** Lets go of the others; afterwards it does not abort any more. */
  release(): void
}

/** Links signals, as AbortSignal.any does, of which nested ones are never collected (Node 24.21). */
export function linkSignals(signals: readonly AbortSignal[]): LinkedSignal {
  const controller = new AbortController()
  const abort = () => controller.abort(signals.find(({ aborted }) => aborted)?.reason)
  if (signals.some(({ aborted }) => aborted)) abort()
  for (const signal of signals) signal.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    release() {
      for (const signal of signals) signal.removeEventListener('abort', abort)
    },
  }
}
