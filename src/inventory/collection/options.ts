import type { Journal, Lease, Shared } from '../../shared/shared.ts'
import type { CachedOptions } from '../cache/cached.ts'
import type { AnyResource } from '../resources.ts'
import type { LogBounds } from './change-log.ts'

/** Options of a collection: its listing, its key function and the bounds of its log. */
export interface CollectionOptions<Item extends AnyResource>
  extends Omit<
    CachedOptions<ReadonlyMap<string, Item>>,
    'commit' | 'onObserved' | 'peers' | 'shared' | 'isKept' | 'isReady' | 'dependencyOf'
  > {
  readonly shared: Shared
  /** Key of the collection in the state that replicas share, which must not identify a person. Default: `what`. */
  readonly sharedKey?: string
  /** Another journal whose commits outdate the collection. Reads wait until it is loaded. */
  readonly outdatedBy?: Pick<Journal<never>, 'ready' | 'isReady'> | undefined
  readonly bounds: LogBounds
  /** Maximum milliseconds for which the result of a mutation overlays older state from AWS. */
  readonly overlayMs: number
  /** Converts a description that another replica received from AWS. */
  readonly toItem: (aws: Item['aws']) => Item
  /** Returns the key of an item. Default: its ARN. */
  readonly keyOf?: (item: Item) => string
  /** Lease under which a watcher lists. */
  readonly pollLease?: Lease | undefined
  /** True if every listing counts against the call budget. Default: only listings with `no-cache` count. */
  readonly countsListings?: boolean
  /**
   * Returns true if the difference between two observations is reported to subscribers. Default: if the state differs.
   */
  readonly isChanged?: (before: Item, after: Item) => boolean
}
