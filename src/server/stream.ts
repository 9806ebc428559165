/** Tells when a stream is over: it ended, failed, or was let go of. Not an async generator: its `return` would wait for the next event. */
export function onEnd<Event>(source: AsyncIterable<Event>, run: () => void): AsyncIterableIterator<Event> {
  const events = source[Symbol.asyncIterator]()
  return {
    async next() {
      try {
        const next = await events.next()
        if (next.done) run()
        return next
      } catch (error) {
        run()
        throw error
      }
    },
    async return() {
      run()
      await events.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
