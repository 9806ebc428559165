import { imageKind } from '../../inventory/images/kind.ts'
import type { Reading } from '../../inventory/inventory.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import type { Image } from '../../inventory/resources.ts'
import { type CatalogLoader, createCatalogLoader } from '../catalog/loader.ts'
import { createDistinctReader, type DistinctReader } from '../connection/distinct.ts'
import { createListReader } from '../connection/list-reader.ts'
import { createImageLoaders, type ImageLoaders } from '../image/loader.ts'
import { createKindLoaders, type KindLoaders, type NameKey } from '../kit/loaders.ts'
import { createPairLoader, type PairLoader } from '../kit/pair-loader.ts'
import type { Turns } from '../pacing/turns.ts'
import { createSnapshotReader, type SnapshotReader } from '../snapshot-reader.ts'
import { createTagsLoader, type TagsLoader } from '../tag/loader.ts'

/** Data loaders of one request: each batches the keys of one level and loads none twice. */
export interface Loaders extends ImageLoaders {
  readonly tags: TagsLoader
  /** Snapshots, consistent throughout the request. */
  readonly snapshot: SnapshotReader
  /** Loaders of declared kinds. */
  readonly kinds: KindLoaders
  /** Loader of associations. */
  readonly pairs: PairLoader
  /** Catalog loader. */
  readonly catalogs: CatalogLoader
  /** Reader of the distinct values in filter lists. */
  readonly distinct: DistinctReader
  /** Clears loaded data after the request has changed something. */
  clear(): void
}

/**
 * Creates the loaders of one request at first use: a subscription holds its context throughout, and each of its events
 * reads with loaders of its own.
 */
export function createLoaders(inventory: ReportedInventory, reading: Reading, turns: Turns): Loaders {
  return new LazyLoaders(inventory, reading, turns)
}

/** A class, so that thousands of contexts that read nothing share its accessors. */
class LazyLoaders implements Loaders {
  readonly #inventory: ReportedInventory
  readonly #reading: Reading
  readonly #turns: Turns
  #made: Loaders | undefined

  constructor(inventory: ReportedInventory, reading: Reading, turns: Turns) {
    this.#inventory = inventory
    this.#reading = reading
    this.#turns = turns
  }

  get #loaders(): Loaders {
    this.#made ??= makeLoaders(this.#inventory, this.#reading, this.#turns)
    return this.#made
  }

  get image() {
    return this.#loaders.image
  }

  get imageByName() {
    return this.#loaders.imageByName
  }

  get shares() {
    return this.#loaders.shares
  }

  get tags() {
    return this.#loaders.tags
  }

  get snapshot() {
    return this.#loaders.snapshot
  }

  get kinds() {
    return this.#loaders.kinds
  }

  get pairs() {
    return this.#loaders.pairs
  }

  get catalogs() {
    return this.#loaders.catalogs
  }

  get distinct() {
    return this.#loaders.distinct
  }

  clear() {
    this.#reading.renew()
    this.#made?.clear()
  }
}

function makeLoaders(inventory: ReportedInventory, { options }: Reading, turns: Turns): Loaders {
  const batching = {
    batchScheduleFn: (batch: () => void) => turns.scheduleBatch(options.signal, batch),
  }
  const snapshot = createSnapshotReader(options)
  const loaders = {
    ...createImageLoaders(inventory, options, batching),
    tags: createTagsLoader(inventory, options, batching),
  }
  const kinds = createKindLoaders(inventory, snapshot, options, batching)
  const pairs = createPairLoader(inventory, options, snapshot, batching)
  const { image, imageByName } = loaders
  const imageLists = createListReader<Image>({
    inventory,
    snapshot,
    read: options,
    views: inventory.kinds.viewsOf(imageKind),
    owners: {
      collectionOf: (owner) => inventory.of(owner).images.byVisibility.PRIVATE,
      load: async (arn, via) => image.load({ arn, via }),
    },
  })
  // `clear` below empties the loaders of images.
  const imageLoader = {
    byName: (key: NameKey) => imageByName.load(key),
    byArn: (arn: string) => image.load({ arn }),
    clear() {},
  }
  kinds.add(imageKind, imageLoader, imageLists)
  const catalogs = createCatalogLoader({ inventory, snapshot, kinds, pairs, image })
  return {
    ...loaders,
    kinds,
    pairs,
    catalogs,
    snapshot,
    distinct: createDistinctReader(),
    clear() {
      snapshot.clear()
      kinds.clear()
      pairs.clear()
      catalogs.clear()
      for (const loader of Object.values(loaders)) loader.clear()
    },
  }
}
