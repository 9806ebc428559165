/** Runs the reading of a page, and resolves to its result. */
export type PageTurns = <Result>(bytes: number, read: () => Result) => Promise<Result>

/** Smaller bodies are read in less than a millisecond. */
const LARGE_BYTES = 64 * 1024

/**
 * Creates the turns in which pages are read: a large page, which may take tens of milliseconds to hash and to parse, has
 * a turn of the event loop for itself, however many arrive at once.
 */
export function createPageTurns(nextTurn: (run: () => void) => void = setImmediate): PageTurns {
  let last: Promise<unknown> = Promise.resolve()
  return (bytes, read) => {
    if (bytes < LARGE_BYTES) return new Promise((resolve) => resolve(read()))
    const result = last.then(() => new Promise<void>((resolve) => nextTurn(resolve))).then(read)
    // Whoever waits for the page handles its error; the next page is read all the same.
    last = result.catch(() => {})
    return result
  }
}
