import type { CommitPosition } from '../../shared/shared.ts'
import type { ItemSet } from './item-set.ts'

/** Complete listing of one kind in one target, updated by later observations of single resources. */
export interface Snapshot<Item> extends ItemSet<Item> {
  /** Name of the collection, e.g. `default@us-east-1/imageBuilders`. */
  readonly key: string
  /** Epoch milliseconds at which the last page of the listing arrived. */
  readonly observedAt: number
  /** Sequence number of the start of the listing. */
  readonly sequence: number
  /** Number of the latest change in the collection's log that the snapshot includes. */
  readonly version: number
  /** Commit at or after that change. */
  readonly position: CommitPosition
  /** True if a read returned it beyond its maximum age, because AWS failed or is slow. Kept snapshots never have it. */
  readonly isStale?: boolean
}
