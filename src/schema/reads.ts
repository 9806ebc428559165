import type { Clock } from '../clock.ts'
import type { Dependency, ReadOptions } from '../inventory/cache/reads.ts'

/** Everything that the answer of one request depends on. */
export interface Reads {
  /** Records a dependency; see {@link ReadOptions.onRead}. */
  readonly note: NonNullable<ReadOptions['onRead']>
  /**
   * Returns the dependencies, all of which have to be current for the answer to be served again. Undefined if it must not
   * be: something was read that might differ even now, or nothing was read at all.
   */
  dependencies(): readonly Dependency[] | undefined
}

/** Creates the record of what one request reads. */
export function createReads(clock: Clock): Reads {
  let noted: Set<Dependency> | undefined
  let isRepeatable = true
  let earliest = Number.POSITIVE_INFINITY
  return {
    note(dependency, until = Number.POSITIVE_INFINITY) {
      if (dependency === undefined) {
        isRepeatable = false
        noted = undefined
        return
      }
      if (!isRepeatable) return
      noted ??= new Set()
      noted.add(dependency)
      earliest = Math.min(earliest, until)
    },
    dependencies() {
      if (!isRepeatable || noted === undefined) return undefined
      const until = earliest
      if (until === Number.POSITIVE_INFINITY) return [...noted]
      return [{ isCurrent: () => clock.now() <= until }, ...noted]
    },
  }
}
