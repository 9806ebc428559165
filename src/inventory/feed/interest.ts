import type { Target } from '../../appstream/target.ts'
import type { Collection } from '../collection.ts'
import type { Change } from '../diff.ts'
import type { Watcher } from '../watcher.ts'

/** The collections of one kind in one target, with their watcher. */
export interface WatchSource<Item> {
  readonly target: Target
  readonly collections: readonly Collection<Item>[]
  readonly watcher: Watcher
}

/** Filter of a subscription; subscribers of one channel share it. */
export interface Interest<Item> {
  readonly sources: readonly WatchSource<Item>[]
  readonly matchesChange: (change: Change<Item>) => boolean
  readonly matchesItem: (item: Item) => boolean
}
