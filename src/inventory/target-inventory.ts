import pLimit from 'p-limit'
import type { Target } from '../appstream/target.ts'
import type { Clock, Schedule } from '../clock.ts'
import { type ChildInventories, createChildInventories } from './child-inventories.ts'
import type { Collection } from './collection/collection.ts'
import { createFirstSeen } from './collection/first-seen.ts'
import { createWrites } from './collection/writes.ts'
import type { InventoryDependencies } from './dependencies.ts'
import { createImages, type Images } from './images/images.ts'
import { imageKind, isInTransition } from './images/kind.ts'
import type { Kind } from './kind.ts'
import { createKindInventories, type KindInventories } from './kind-inventories.ts'
import { oldestListing, type WatchedListings } from './kind-inventory.ts'
import { createPairInventories, type PairInventories } from './pairs/pair-inventories.ts'
import type { WatchIntervals } from './poll-coordination.ts'
import { createPollCoordination } from './poll-coordination.ts'
import { createSessions, type Sessions, type SessionsOptions } from './sessions.ts'
import { createTagAndShareCache, type TagAndShareCache } from './tag-and-share-caches.ts'
import { createWatcher, type WatchOutcome } from './watcher.ts'

/** Inventory of one target (account and region). */
export interface TargetInventory {
  readonly target: Target
  readonly images: Images
  readonly details: TagAndShareCache
  /** Inventories of the declared kinds. */
  readonly kinds: KindInventories
  /** Declared associations. */
  readonly pairs: PairInventories
  /** Children of parent resources, e.g. the entitlements of a stack. */
  readonly children: ChildInventories
  /** Sessions by stack and fleet. */
  readonly sessions: Sessions
  /** Returns the age of each listing. */
  snapshots(): readonly SnapshotAge[]
  /** Stops the watchers, including those that still poll after their last lease. */
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
  /** Kinds that appear in metrics from the start; others appear once used. Default: none. */
  readonly kinds?: readonly Kind[]
  readonly publicImagesStalenessMs: number
  readonly detailsStalenessMs: number
  readonly detailsConcurrency: number
  /** Maximum age of sessions in milliseconds. Default: that of listings. */
  readonly sessionsStalenessMs?: number
  readonly sessions?: SessionsOptions
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

/** Creates the inventory of one target. Every listing is loaded by its first read. */
export function createTargetInventory(
  target: Target,
  dependencies: InventoryDependencies,
  options: TargetInventoryOptions,
): TargetInventory {
  function watch(kind: string, { poll, isActive, listedAt }: WatchedListings) {
    const { clock, schedule, random, watchIntervals: intervals } = options
    const { shared } = dependencies
    const onOutcome = (outcome: WatchOutcome) => options.onWatch({ target, kind, outcome })
    const coordinate = (onGained: () => void) =>
      createPollCoordination({ key: `${target.key}/${kind}`, shared, clock, intervals, listedAt, onGained })
    return createWatcher({
      poll,
      isActive,
      intervals,
      clock,
      schedule,
      random,
      onOutcome,
      ...(shared.peers && { coordinate }),
    })
  }

  const detailDependencies = {
    ...dependencies,
    freshness: { ...dependencies.freshness, maxStalenessMs: options.detailsStalenessMs },
  }
  const { sessionsStalenessMs = dependencies.freshness.maxStalenessMs } = options
  const sessionDependencies = {
    ...dependencies,
    freshness: { ...dependencies.freshness, maxStalenessMs: sessionsStalenessMs },
  }
  const limit = pLimit(options.detailsConcurrency)
  const details = createTagAndShareCache(target, detailDependencies, limit)

  const imagesWatcher = watch(imageKind.plural, {
    poll: (whole) => (whole ? images.refresh() : images.refreshTransitions()),
    isActive: () =>
      watchedImages.some((collection) => collection.latest()?.items.values().some(isInTransition)),
    listedAt: () => oldestListing(watchedImages),
  })
  const images = createImages(target, dependencies, {
    publicStalenessMs: options.publicImagesStalenessMs,
    isKeptFresh: imagesWatcher.isFresh,
    pollLease: imagesWatcher.lease,
  })
  const { PRIVATE, SHARED, PUBLIC } = images.byVisibility
  const watchedImages = [PRIVATE, SHARED]
  for (const collection of watchedImages) collection.onForeignWrite(imagesWatcher.poke)
  const kinds = createKindInventories(target, dependencies, watch)
  kinds.add(imageKind, {
    collection: PRIVATE,
    writes: createWrites(PRIVATE, dependencies, imagesWatcher.poke),
    watch: { target, collections: watchedImages, watcher: imagesWatcher },
    firstSeen: createFirstSeen(imageKind, dependencies.clock),
    forget: (name) => details.invalidateShares(name),
    listings: new Map([
      ['images/PRIVATE', PRIVATE],
      ['images/SHARED', SHARED],
      ['images/PUBLIC', PUBLIC],
    ]),
  })
  for (const kind of options.kinds ?? []) kinds.of(kind)

  function ageOf(kind: string, { key, latest }: Pick<Collection<unknown>, 'key' | 'latest'>): SnapshotAge {
    const observedAt = latest()?.observedAt
    return {
      key,
      kind,
      target,
      ageMs: observedAt === undefined ? undefined : dependencies.clock.now() - observedAt,
    }
  }

  return {
    target,
    images,
    kinds,
    details,
    pairs: createPairInventories(target, detailDependencies, limit),
    children: createChildInventories(target, { details: detailDependencies, listings: dependencies }, limit),
    sessions: createSessions(target, sessionDependencies, limit, options.sessions),
    snapshots: () =>
      kinds
        .created()
        .values()
        .flatMap(({ listings }) => listings.entries().map(([kind, collection]) => ageOf(kind, collection)))
        .toArray(),
    close() {
      for (const { watch: source } of kinds.created().values()) source.watcher.close()
    },
  }
}
