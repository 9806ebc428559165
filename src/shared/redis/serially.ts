/** Runs asynchronous functions one after another. Resolves or rejects with the result of the function. */
export type Serially = <Result>(run: () => Promise<Result>) => Promise<Result>

/** Creates an empty series. */
export function createSerially(): Serially {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const result = last.then(run)
    // The caller gets the error; the next run does not depend on it.
    last = result.catch(() => {})
    return result
  }
}
