import type { Clock } from '../clock.ts'
import type { Dependency, ReadOptions } from '../inventory/cache/reads.ts'

/** Everything that the answer of one request depends on. */
export interface Reads {
  /** Records a dependency; see {@link ReadOptions.onRead}. */
  readonly note: NonNullable<ReadOptions['onRead']>
  /** Records that the answer may differ after this time, in epoch milliseconds of the injected clock. */
  readonly until: (timeMs: number) => void
  /**
   * Returns the dependencies, all of which must be current for the answer to be served again. Undefined if the answer
   * must not be kept, because a read was unrepeatable or no read reported a dependency.
   */
  dependencies(): readonly Dependency[] | undefined
}

/**
 * Creates the record of what one request reads.
 * @param always dependency of every answer; undefined if there is none.
 */
export function createReads(clock: Clock, always?: Dependency): Reads {
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
    until(timeMs) {
      earliest = Math.min(earliest, timeMs)
    },
    dependencies() {
      if (!isRepeatable || noted === undefined) return undefined
      const all = always === undefined ? [...noted] : [always, ...noted]
      if (earliest !== Number.POSITIVE_INFINITY) all.unshift(createExpiry(clock, earliest))
      return all
    },
  }
}

/** Separate, because a closure above would keep everything that the request has read. */
function createExpiry(clock: Clock, until: number): Dependency {
  return { isCurrent: () => clock.now() <= until }
}
