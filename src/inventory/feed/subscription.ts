import type { Target } from '../../appstream/target.ts'
import type { Collection } from '../collection/collection.ts'
import type { Change } from '../collection/diff.ts'
import type { Watcher } from '../watcher.ts'
import type { Position } from './position.ts'

/** Collections of one kind in one target, with the watcher that polls them. */
export interface FeedSource<Item> {
  readonly target: Target
  readonly collections: readonly Collection<Item>[]
  readonly watcher: Watcher
}

/** Filter of a subscription; subscribers of one channel share it. */
export interface SubscriptionFilter<Item> {
  readonly sources: readonly FeedSource<Item>[]
  readonly matchesChange: (change: Change<Item>) => boolean
  readonly matchesItem: (item: Item) => boolean
  /** Identifies the filter in cursors, so that a cursor of another filter is not resumed. Default: empty. */
  readonly fingerprint?: string
}

/** Start of a subscription. */
export interface SubscriptionStart {
  /** True to start with a snapshot. */
  readonly snapshot: boolean
  /** Starts with the changes since this position; undefined skips them. */
  readonly after: Position | undefined
}
