import type { ReportedRead } from '../inventory/cache/reads.ts'
import type { Snapshot } from '../inventory/collection/snapshot.ts'
import type { ReportedCollection } from '../inventory/reported.ts'
import type { MaybePromise } from './maybe-promise.ts'

/** Snapshot reader that returns the same snapshot of a collection throughout a request. */
export interface SnapshotReader {
  <Item>(collection: ReportedCollection<Item>): Promise<Snapshot<Item>>
  /** Returns the snapshot if it is available without waiting for AWS. */
  now<Item>(collection: ReportedCollection<Item>): Snapshot<Item> | undefined
  /** Returns the snapshot if it is available without waiting for AWS, otherwise a promise of it. */
  ready<Item>(collection: ReportedCollection<Item>): MaybePromise<Snapshot<Item>>
  /** Returns the snapshot, or the promise that the request already awaits; undefined if an AWS call is needed. */
  known<Item>(collection: ReportedCollection<Item>): Promise<Snapshot<Item>> | undefined
  /** Checks the call budget of the request before several collections are read. @throws TOO_MANY_UPSTREAM_CALLS */
  checkCalls<Item>(collections: readonly ReportedCollection<Item>[]): void
  /** Clears the snapshots after the request has changed something. */
  clear(): void
}

/** Creates the snapshot reader of a request. */
export function createSnapshotReader(options: ReportedRead): SnapshotReader {
  const readings = new Map<unknown, Promise<Snapshot<unknown>>>()
  const done = new Map<unknown, Snapshot<unknown>>()
  // Each collection maps to its own snapshot.
  const readingOf = <Item>(collection: ReportedCollection<Item>) =>
    readings.get(collection) as Promise<Snapshot<Item>> | undefined
  const doneOf = <Item>(collection: ReportedCollection<Item>) =>
    done.get(collection) as Snapshot<Item> | undefined

  function read<Item>(collection: ReportedCollection<Item>): Promise<Snapshot<Item>> {
    const known = readingOf(collection)
    if (known !== undefined) return known
    const reading = collection.read(options)
    readings.set(collection, reading)
    const keep = (snapshot: Snapshot<Item>) => {
      if (readings.get(collection) === reading) done.set(collection, snapshot)
    }
    reading.then(keep, () => {})
    return reading
  }

  function now<Item>(collection: ReportedCollection<Item>): Snapshot<Item> | undefined {
    if (readings.has(collection)) return doneOf(collection)
    // Reports the dependency of the request, as a read does.
    const snapshot = collection.peek(options)
    if (snapshot === undefined) return undefined
    options.onObserved?.(snapshot.observedAt)
    readings.set(collection, Promise.resolve(snapshot))
    done.set(collection, snapshot)
    return snapshot
  }

  return Object.assign(read, {
    now,
    ready: <Item>(collection: ReportedCollection<Item>) => now(collection) ?? read(collection),
    known<Item>(collection: ReportedCollection<Item>) {
      now(collection)
      return readingOf(collection)
    },
    checkCalls<Item>(collections: readonly ReportedCollection<Item>[]) {
      const unread = collections.filter((collection) => !readings.has(collection))
      options.checkCalls?.(unread.reduce((sum, collection) => sum + collection.callsToRead(options), 0))
    },
    clear() {
      readings.clear()
      done.clear()
    },
  })
}
