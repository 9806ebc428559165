import type { Dependency } from './reads.ts'

/**
 * Source of the dependencies on state that changes as a whole. All readers between two changes share one dependency,
 * which refers to no value, so that a cached answer does not retain the data behind it.
 */
export interface Stamp {
  /** Returns the dependency on the present state. */
  dependency(): Dependency
  /** Ends the dependencies on the present state. */
  replace(): void
}

/**
 * Creates a stamp.
 * @param isServed returns true if an ordinary read would be served from the present state without waiting for AWS.
 */
export function createStamp(isServed: () => boolean): Stamp {
  let current: StampDependency | undefined
  return {
    dependency() {
      current ??= new StampDependency(isServed)
      return current
    },
    replace() {
      current?.end()
      current = undefined
    },
  }
}

/** Releases the owner of its state when it ends, because outdated answers outlive evicted state. */
class StampDependency implements Dependency {
  #isServed: (() => boolean) | undefined

  constructor(isServed: () => boolean) {
    this.#isServed = isServed
  }

  isCurrent(): boolean {
    return this.#isServed?.() ?? false
  }

  end(): void {
    this.#isServed = undefined
  }
}
