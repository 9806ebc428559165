/** Wraps a stream and calls `run` when it ends, fails or is returned. */
export function onEnd<Event>(source: AsyncIterable<Event>, run: () => void): AsyncIterableIterator<Event> {
  return new EndedStream(source[Symbol.asyncIterator](), run)
}

/**
 * Stream with an end callback. It is not an async generator, whose `return` would wait for the next event, and it is a
 * class, because thousands of streams share its methods.
 */
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
