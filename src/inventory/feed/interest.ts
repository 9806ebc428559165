import type { Target } from '../../appstream/target.ts'
import type { Collection } from '../collection.ts'
import type { Change } from '../diff.ts'
import type { Watcher } from '../watcher.ts'

/** A part of what is watched: the collections of one kind in one target, and what polls them. */
export interface WatchSource<Item> {
  readonly target: Target
  readonly collections: readonly Collection<Item>[]
  readonly watcher: Watcher
}

/** What subscribers of one channel have in common: they are told the same. */
export interface Interest<Item> {
  readonly sources: readonly WatchSource<Item>[]
  readonly matchesChange: (change: Change<Item>) => boolean
  readonly matchesItem: (item: Item) => boolean
}
