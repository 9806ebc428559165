/** Listeners of one event. */
export interface Listeners {
  /** Adds a listener; returns a function that removes it. */
  add(listener: () => void): () => void
  call(): void
}

/** Creates an empty set of listeners. */
export function createListeners(): Listeners {
  const listeners = new Set<() => void>()
  return {
    add(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    call() {
      for (const listener of listeners) listener()
    },
  }
}
