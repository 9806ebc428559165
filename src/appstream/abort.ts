/** Settles with the work, or rejects with the signal's reason on abort. Does not stop the work itself. */
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

/** Signal that aborts with the first of several. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  /** Removes the listeners from the linked signals; `signal` no longer aborts. */
  release(): void
}

/** Links signals. AbortSignal.any leaks: nested signals are never garbage-collected (Node 24.21). */
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
