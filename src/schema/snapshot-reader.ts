import type { ReadOptions } from '../inventory/cached.ts'
import type { Collection, Snapshot } from '../inventory/collection.ts'

/** Reads snapshots; the same one of a collection throughout a request. */
export interface SnapshotReader {
  <Item>(collection: Collection<Item>): Promise<Snapshot<Item>>
  /** Forgets them, after the request has changed something. */
  clear(): void
}

/** Makes a request's reader of snapshots. */
export function createSnapshotReader(options: ReadOptions): SnapshotReader {
  const readings = new Map<unknown, Promise<Snapshot<unknown>>>()
  const read = <Item>(collection: Collection<Item>) => {
    // What a collection is the key of is its own snapshot.
    const known = readings.get(collection) as Promise<Snapshot<Item>> | undefined
    const reading = known ?? collection.read(options)
    readings.set(collection, reading)
    return reading
  }
  return Object.assign(read, { clear: () => readings.clear() })
}
