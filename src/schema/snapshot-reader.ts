import type { ReadOptions } from '../inventory/cached.ts'
import type { Collection, Snapshot } from '../inventory/collection.ts'

/** Reads snapshots; the same one of a collection throughout a request. */
export interface SnapshotReader {
  <Item>(collection: Collection<Item>): Promise<Snapshot<Item>>
  /** Returns the snapshot that the request reads, or would read without waiting for AWS; undefined without one. */
  peek<Item>(collection: Collection<Item>): Promise<Snapshot<Item>> | undefined
  /** Forgets them, after the request has changed something. */
  clear(): void
}

/** Makes a request's reader of snapshots. */
export function createSnapshotReader(options: ReadOptions): SnapshotReader {
  const readings = new Map<unknown, Promise<Snapshot<unknown>>>()
  // The value under a collection is its own snapshot.
  const known = <Item>(collection: Collection<Item>) =>
    readings.get(collection) as Promise<Snapshot<Item>> | undefined
  const read = <Item>(collection: Collection<Item>) => {
    const reading = known(collection) ?? collection.read(options)
    readings.set(collection, reading)
    return reading
  }
  return Object.assign(read, {
    peek: <Item>(collection: Collection<Item>) =>
      known(collection) ?? (collection.peek(options) === undefined ? undefined : read(collection)),
    clear: () => readings.clear(),
  })
}
