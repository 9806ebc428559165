import type { ReadOptions } from '../inventory/cached.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { createImageLoaders, type ImageLoaders } from './image/loader.ts'
import { createImageBuilderLoader, type ImageBuilderLoader } from './image-builder/loader.ts'
import { createSnapshotReader, type SnapshotReader } from './snapshot-reader.ts'
import { createTagsLoader, type TagsLoader } from './tag/loader.ts'

/** A request's loaders: each batches what the resolvers of one level ask for, and asks for nothing twice. */
export interface Loaders extends ImageLoaders {
  readonly imageBuilder: ImageBuilderLoader
  readonly tags: TagsLoader
  /** The same snapshot of a collection throughout the request. */
  readonly snapshot: SnapshotReader
}

/** Makes the loaders of one request, which reads with `read`. */
export function createLoaders(inventory: Inventory, read: ReadOptions): Loaders {
  const snapshot = createSnapshotReader(read)
  return {
    ...createImageLoaders(inventory, read),
    imageBuilder: createImageBuilderLoader(inventory, snapshot),
    tags: createTagsLoader(inventory, read),
    snapshot,
  }
}
