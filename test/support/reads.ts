import type { Clock } from '../../src/clock.ts'
import type { ReportedRead } from '../../src/inventory/cache/reads.ts'
import { createReads } from '../../src/schema/reads.ts'

/** Records what reads depend on, as the context of a request does. */
export function recordReads(clock: Clock) {
  const reads = createReads(clock)
  const options: ReportedRead = { onRead: reads.note }
  return {
    options,
    /** Returns true if an answer from what was read until now may be served. */
    isCurrent: () => reads.dependencies()?.every((dependency) => dependency.isCurrent()) ?? false,
    /** Returns what an answer keeps; fails if it must not be kept. */
    keep() {
      const dependencies = reads.dependencies()
      if (dependencies === undefined) throw new Error('The reads must not be repeated.')
      return {
        count: dependencies.length,
        isCurrent: () => dependencies.every((dependency) => dependency.isCurrent()),
      }
    },
  }
}
