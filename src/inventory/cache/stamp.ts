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
  let current: Dependency | undefined

  function create(): Dependency {
    const created: Dependency = { isCurrent: () => current === created && isServed() }
    return created
  }

  return {
    dependency() {
      current ??= create()
      return current
    },
    replace() {
      current = undefined
    },
  }
}
