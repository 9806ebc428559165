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

/** What the gateway knows of one target. */
export interface TargetInventory {
  readonly target: Target
  readonly images: Images
  readonly details: Details
  /** The kinds that are declared as such. */
  readonly kinds: KindInventories
  /** The associations that are declared as such. */
  readonly pairs: PairInventories
  /** Where mutations tell what they changed. */
  readonly writes: { readonly images: Writes<Image> }
  /** What subscriptions follow. */
  readonly watch: { readonly images: WatchSource<Image> }
  /** How old its listings are. */
  snapshots(): readonly SnapshotAge[]
  /** Stops its watchers, those that linger too. */
  close(): void
}

/** A listing, and how old it is. */
export interface SnapshotAge {
  /** Names the listing in this process, e.g. `default@us-east-1/imageBuilders`. */
  readonly key: string
  /** What is listed, e.g. `fleets`; images are by visibility, e.g. `images/PRIVATE`. */
  readonly kind: string
  readonly target: Target
  /** Milliseconds since AWS was read; undefined while it never was. */
  readonly ageMs: number | undefined
}

/** How a target's resources are kept. */
export interface TargetInventoryOptions {
  /** The kinds whose listings are reported, and whose feeds exist, before anybody asks for them. */
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

/** Told how the polls of a target and kind go. */
export type WatchObserver = (watched: {
  readonly target: Target
  /** E.g. `images`. */
  readonly kind: string
  readonly outcome: WatchOutcome
}) => void

/** Makes the inventory of one target; nothing is read before somebody asks. */
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
