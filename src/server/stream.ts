/**
 * Stream that calls functions when it ends, fails or is returned. Thousands of streams wait at the same time, and a
 * wrapper around each costs ten times as much memory as the functions.
 */
export abstract class EndingStream {
  #ends: readonly (() => void)[] = []

  /** Adds a function to call at the end. */
  onEnd(run: () => void): void {
    // Unlike a spread, `concat` reserves no room for more.
    this.#ends = this.#ends.concat(run)
  }

  protected notifyEnd(): void {
    const ends = this.#ends
    this.#ends = []
    for (const run of ends) run()
  }
}

/** Returns a stream that calls `run` when it ends, fails or is returned. */
export function onEnd<Event>(source: AsyncIterable<Event>, run: () => void): AsyncIterable<Event> {
  if (!(source instanceof EndingStream)) return new EndedStream(source[Symbol.asyncIterator](), run)
  source.onEnd(run)
  return source
}

/** Wraps another stream. It is not an async generator, whose `return` would wait for the next event. */
class EndedStream<Event> implements AsyncIterableIterator<Event> {
  readonly #events: AsyncIterator<Event>
  readonly #run: () => void

  constructor(events: AsyncIterator<Event>, run: () => void) {
    this.#events = events
    this.#run = run
  }

  async next(): Promise<IteratorResult<Event>> {
    try {
      const next = await this.#events.next()
      if (next.done) this.#run()
      return next
    } catch (error) {
      this.#run()
      throw error
    }
  }

  async return(): Promise<IteratorResult<Event>> {
    this.#run()
    await this.#events.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
