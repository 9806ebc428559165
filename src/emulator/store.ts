import { createTable, type Table } from './kit/table.ts'
import { createRegion, type RegionStore } from './region.ts'
import { type ImageRecord, imageKind } from './resources/image/kind.ts'

/** State of the emulated service, with one store per account and region. A store is created on first use. */
export interface EmulatorStore {
  /** Returns an account's resources in a region, including those that AWS and other accounts share with it. */
  region(region: string, accountId: string): RegionStore
  /** Returns the existing stores of a region, one per account. */
  inRegion(region: string): readonly RegionStore[]
  /** Applies every transition that is due. */
  settle(): void
  clear(): void
}

/** Creates an empty store. `now` (epoch ms) sets missing creation times and applies transitions. */
export function createStore(now: () => number): EmulatorStore {
  const regions = new Map<string, RegionStore>()
  const publicImages = new Map<string, Table<ImageRecord>>()

  /** Returns the public images of a region. Their ARNs have an empty account. */
  function publicImagesOf(region: string): Table<ImageRecord> {
    const images =
      publicImages.get(region) ?? createTable(imageKind, { place: { region, accountId: '' }, now })
    publicImages.set(region, images)
    return images
  }

  return {
    region: (region, accountId) => {
      const key = `${accountId}/${region}`
      const store =
        regions.get(key) ?? createRegion({ region, accountId, publicImages: publicImagesOf(region), now })
      regions.set(key, store)
      return store
    },
    inRegion: (region) => [...regions.values()].filter((store) => store.region === region),
    settle: () => {
      for (const region of regions.values()) region.settle()
    },
    clear: () => {
      regions.clear()
      publicImages.clear()
    },
  }
}
