import pLimit from 'p-limit'
import type { Target } from '../appstream/target.ts'
import type { Clock, Schedule } from './clock.ts'
import type { Collection } from './collection.ts'
import { createDetails, type Details } from './details.ts'
import type { WatchSource } from './feed/interest.ts'
import { createImages, type Images } from './images.ts'
import type { Kind } from './kind.ts'
import { createKindInventories, type KindInventories } from './kind-inventories.ts'
import { createPairInventories, type PairInventories } from './pair-inventories.ts'
import type { InventoryParts } from './parts.ts'
import type { Image } from './resources.ts'
import { isInTransition } from './transitions.ts'
import { createWatcher, type Watcher, type WatchIntervals, type WatchOutcome } from './watcher.ts'
import { createWrites, type Writes } from './writes.ts'

/** Inventory of one target (account and region). */
export interface TargetInventory {
  readonly target: Target
  readonly images: Images
  readonly details: Details
  /** Returns the inventory of a declared kind. */
  readonly kinds: KindInventories
  /** Returns the pairs of a declared association. */
  readonly pairs: PairInventories
  /** Records of writes, by kind. */
  readonly writes: { readonly images: Writes<Image> }
  /** Sources of subscriptions, by kind. */
  readonly watch: { readonly images: WatchSource<Image> }
  /** Returns the age of each listing. */
  snapshots(): readonly SnapshotAge[]
  /** Stops its watchers, including those that linger. */
  close(): void
}

/** Age of a listing. */
export interface SnapshotAge {
  /** Name of the listing in this process, e.g. `default@us-east-1/imageBuilders`. */
  readonly key: string
  /** Kind of the listing, e.g. `fleets`; images by visibility, e.g. `images/PRIVATE`. */
  readonly kind: string
  readonly target: Target
  /** Milliseconds since AWS was read; undefined before the first read. */
  readonly ageMs: number | undefined
}

/** Settings of a target's inventory. */
export interface TargetInventoryOptions {
  /** Kinds whose listings are reported, and whose feeds exist, from the start. Default: none. */
  readonly kinds?: readonly Kind[]
  readonly publicImagesStalenessMs: number
  readonly detailsStalenessMs: number
  readonly detailsConcurrency: number
  readonly watchIntervals: WatchIntervals
  readonly clock: Clock
  readonly schedule: Schedule
  readonly random: () => number
  readonly onWatch: WatchObserver
}

/** Receives the outcomes of the polls of a target and kind. */
export type WatchObserver = (watched: {
  readonly target: Target
  /** E.g. `images`. */
  readonly kind: string
  readonly outcome: WatchOutcome
}) => void

/** Creates the inventory of one target; the first read of each part loads it. */
export function createTargetInventory(
  target: Target,
  parts: InventoryParts,
  options: TargetInventoryOptions,
): TargetInventory {
  function watch(kind: string, poll: (whole: boolean) => Promise<void>, isActive: () => boolean) {
    const { clock, schedule, random, watchIntervals: intervals } = options
    const onOutcome = (outcome: WatchOutcome) => options.onWatch({ target, kind, outcome })
    return createWatcher({ poll, isActive, intervals, clock, schedule, random, onOutcome })
  }

  const imagesWatcher: Watcher = watch(
    'images',
    (whole) => (whole ? images.refresh() : images.refreshTransitions()),
    () => watchedImages.some(hasTransition),
  )
  const images = createImages(target, parts, {
    publicStalenessMs: options.publicImagesStalenessMs,
    isKeptFresh: imagesWatcher.isFresh,
  })
  const watchedImages = [images.byVisibility.PRIVATE, images.byVisibility.SHARED]
  function ageOf(
    kind: SnapshotAge['kind'],
    { key, latest }: Pick<Collection<unknown>, 'key' | 'latest'>,
  ): SnapshotAge {
    const observedAt = latest()?.observedAt
    return { key, kind, target, ageMs: observedAt === undefined ? undefined : parts.clock.now() - observedAt }
  }

  const kinds = createKindInventories(target, parts, watch, options.kinds)
  const detailParts = {
    ...parts,
    freshness: { ...parts.freshness, maxStalenessMs: options.detailsStalenessMs },
  }
  const limit = pLimit(options.detailsConcurrency)

  return {
    target,
    images,
    kinds,
    details: createDetails(target, detailParts, limit),
    pairs: createPairInventories(target, detailParts, limit),
    writes: {
      images: createWrites(images.byVisibility.PRIVATE, parts, imagesWatcher.poke),
    },
    watch: {
      images: { target, collections: watchedImages, watcher: imagesWatcher },
    },
    snapshots: () => [
      ageOf('images/PRIVATE', images.byVisibility.PRIVATE),
      ageOf('images/SHARED', images.byVisibility.SHARED),
      ageOf('images/PUBLIC', images.byVisibility.PUBLIC),
      ...kinds
        .created()
        .entries()
        .map(([kind, { collection }]) => ageOf(kind, collection)),
    ],
    close() {
      imagesWatcher.close()
      for (const { watch: source } of kinds.created().values()) source.watcher.close()
    },
  }
}

function hasTransition(collection: Collection<Image>): boolean {
  return collection.latest()?.items.values().some(isInTransition) ?? false
}
