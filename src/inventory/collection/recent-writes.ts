/** Sequence numbers of the last writes of resources, by name. */
export interface RecentWrites {
  add(name: string, sequence: number): void
  /** Returns the sequence number of the last write of a name; if none is recorded, that of the last evicted write. */
  lastOf(name: string): number
  all(): Iterable<readonly [string, number]>
  replace(writes: Iterable<readonly [string, number]>): void
}

/** Maximum number of names; the oldest are evicted first. */
const MAX_NAMES = 1_000

/** Creates an empty record. */
export function createRecentWrites(): RecentWrites {
  const writes = new Map<string, number>()
  let evictedUpTo = 0

  function add(name: string, sequence: number): void {
    writes.delete(name)
    writes.set(name, sequence)
    for (const [oldest, written] of writes) {
      if (writes.size <= MAX_NAMES) break
      writes.delete(oldest)
      evictedUpTo = Math.max(evictedUpTo, written)
    }
  }

  return {
    add,
    lastOf: (name) => writes.get(name) ?? evictedUpTo,
    all: () => writes,
    replace(replaced) {
      writes.clear()
      evictedUpTo = 0
      for (const [name, sequence] of replaced) add(name, sequence)
    },
  }
}
