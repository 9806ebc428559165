/** A batch's answers, each for itself: what DataLoader wants is the value or the error in its place. */
export function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  return Promise.all(
    promises.map((promise) =>
      promise.catch((error: unknown) =>
        error instanceof Error
          ? error
          : new Error('Something other than an error was thrown.', { cause: error }),
      ),
    ),
  )
}
