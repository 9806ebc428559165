import type { ReadOptions } from '../inventory/cached.ts'
import type { Collection, Snapshot } from '../inventory/collection.ts'

/** Reads a collection's snapshot; the same one throughout a request. */
export type SnapshotReader = <Item>(collection: Collection<Item>) => Promise<Snapshot<Item>>

/** Makes a request's reader of snapshots. */
export function createSnapshotReader(read: ReadOptions): SnapshotReader {
  const readings = new Map<unknown, Promise<Snapshot<unknown>>>()
  return <Item>(collection: Collection<Item>) => {
    // What a collection is the key of is its own snapshot.
    const known = readings.get(collection) as Promise<Snapshot<Item>> | undefined
    const reading = known ?? collection.read(read)
    readings.set(collection, reading)
    return reading
  }
}
