import type { Inventory, Reading } from '../inventory/inventory.ts'
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
  /** Forgets what was read, after the request has changed something. */
  clear(): void
}

/** Makes the loaders of one request. */
export function createLoaders(inventory: Inventory, reading: Reading): Loaders {
  const { options } = reading
  const snapshot = createSnapshotReader(options)
  const loaders = {
    ...createImageLoaders(inventory, options),
    imageBuilder: createImageBuilderLoader(inventory, snapshot),
    tags: createTagsLoader(inventory, options),
  }
  return {
    ...loaders,
    snapshot,
    clear() {
      reading.renew()
      snapshot.clear()
      for (const loader of Object.values(loaders)) loader.clearAll()
    },
  }
}
