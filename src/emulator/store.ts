import { createTable, type Table } from './kit/table.ts'
import { createRegion, type RegionStore } from './region.ts'
import { type ImageRecord, imageKind } from './resources/image/kind.ts'

/** State of the emulated service: one store per account and region, created on first use. */
export interface EmulatorStore {
  /** Returns an account's resources in a region, and those that AWS and other accounts share with it. */
  region(region: string, accountId: string): RegionStore
  /** The stores of a region, one for each account that has any. */
  inRegion(region: string): readonly RegionStore[]
  /** Carries out every transition that is due. */
  settle(): void
  clear(): void
}

/** An empty store; `now` (epoch ms) dates what is put in without a CreatedTime, and settles transitions. */
export function createStore(now: () => number): EmulatorStore {
  const regions = new Map<string, RegionStore>()
  const publicImages = new Map<string, Table<ImageRecord>>()

  /** The ARN of a public image has an empty account. */
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
