import type { Dependency } from './reads.ts'

/**
 * Source of the dependencies on state that changes as a whole. All readers between two changes share one dependency,
 * which refers to no value, so that a kept answer does not keep what it was made of.
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

/** Refers to the owner of its state only until it ends: outdated answers are kept longer than evicted state. */
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
