import type { Dependency, ReadOptions } from '../cache/reads.ts'
import { createStamp } from '../cache/stamp.ts'
import type { CollectionListing } from './listing.ts'

/** Dependencies of the readers of a collection. */
export interface CollectionStamps {
  /** Returns the dependency on the snapshot. */
  snapshot(): Dependency
  /** Returns the dependency on the single observations; undefined while this replica lists for itself. */
  observed(): Dependency | undefined
  /** Ends the dependencies on the present snapshot. */
  snapshotReplaced(): void
  /** Ends the dependencies on the present single observations. */
  observationsReplaced(): void
  /** Ends all dependencies for good, since a closed collection receives no invalidations. */
  close(): void
}

const ORDINARY: ReadOptions = {}

/**
 * Creates the dependencies of a collection with this listing.
 * @param isReady returns false while the state of the other replicas is loaded.
 */
export function createCollectionStamps<Item>(
  listing: () => Pick<CollectionListing<Item>, 'peek' | 'lone' | 'changedAt'>,
  isReady: () => boolean,
): CollectionStamps {
  let isClosed = false
  /** Sequence number of the last invalidation when the observations were last read. */
  let floor = 0
  // A lone listing belongs to its readers.
  const isServed = () => !isClosed && isReady() && listing().lone() === undefined
  const snapshot = createStamp(() => isServed() && listing().peek(ORDINARY) !== undefined)
  const observations = createStamp(() => isServed() && listing().changedAt() === floor)
  return {
    snapshot: snapshot.dependency,
    observed() {
      const { lone, changedAt } = listing()
      if (lone() !== undefined) return undefined
      if (changedAt() !== floor) observations.replace()
      floor = changedAt()
      return observations.dependency()
    },
    snapshotReplaced: snapshot.replace,
    observationsReplaced: observations.replace,
    close() {
      isClosed = true
      snapshot.replace()
      observations.replace()
    },
  }
}
