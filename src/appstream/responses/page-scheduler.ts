/** Runs a function that reads a page, and resolves to its result. */
export type PageScheduler = <Result>(bytes: number, read: () => Result) => Promise<Result>

/** Smaller bodies are read in less than a millisecond. */
const LARGE_BYTES = 64 * 1024

/**
 * Creates the scheduler for reading pages. A large page, which may take tens of milliseconds to hash and parse, gets
 * its own turn of the event loop, however many arrive at once.
 */
export function createPageScheduler(nextTurn: (run: () => void) => void = setImmediate): PageScheduler {
  let last: Promise<unknown> = Promise.resolve()
  return (bytes, read) => {
    if (bytes < LARGE_BYTES) return new Promise((resolve) => resolve(read()))
    const result = last.then(() => new Promise<void>((resolve) => nextTurn(resolve))).then(read)
    // The caller handles the error. The next page is read in any case.
    last = result.catch(() => {})
    return result
  }
}
