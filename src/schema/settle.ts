/** Converts settled results to a DataLoader batch: the value or error of each key, in order. */
export function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  return Promise.all(promises.map((promise) => promise.catch(toError)))
}

/** Converts a thrown value to an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The thrown value is not an Error.', { cause: thrown })
}
