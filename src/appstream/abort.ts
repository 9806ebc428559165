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
