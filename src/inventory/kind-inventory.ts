import type { CallOptions } from '../appstream/calls/calls.ts'
import { isNotFound } from '../appstream/errors/exceptions.ts'
import type { Target } from '../appstream/target.ts'
import type { Settled } from './cache/invalidations.ts'
import { type Collection, createCollection, hasUnlistedChange } from './collection/collection.ts'
import { createFirstSeen, type FirstSeen } from './collection/first-seen.ts'
import { createReadOne, type ReadOne } from './collection/read-one.ts'
import { createWrites, type Writes } from './collection/writes.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { FeedSource } from './feed/subscription.ts'
import type { Kind } from './kind.ts'
import { createListedResources } from './listed-resources.ts'
import type { AnyResource } from './resources.ts'
import type { Watcher, WatcherOptions } from './watcher.ts'

/** Inventory of one kind in one target. */
export interface KindInventory<Item> {
  /** Resources of this kind that the account owns. */
  readonly collection: Collection<Item>
  /**
   * Reads one resource with a separate call; undefined if it does not exist. Present if AWS can describe one by name.
   * @throws UpstreamError
   */
  readonly readOne?: ReadOne<Item>
  /** Records the results of mutations. */
  readonly writes: Writes<Item>
  /** Change feed of this kind, for subscriptions. */
  readonly watch: FeedSource<Item>
  /** Times at which conditions of the resources were first observed. */
  readonly firstSeen: FirstSeen<Item>
  /** Invalidates other cached data of a deleted resource, e.g. its shares, at every replica. */
  readonly forget?: (name: string) => Settled
  /** Listings by name in metrics. */
  readonly listings: ReadonlyMap<string, Pick<Collection<unknown>, 'key' | 'latest'>>
}

/** Listings of one kind that a watcher polls. */
export interface WatchedListings extends Pick<WatcherOptions, 'poll' | 'isActive'> {
  /** Returns the time of the oldest listing; undefined if one is missing. */
  readonly listedAt: () => number | undefined
}

/** Creates a watcher of a target. */
export type WatcherFactory = (kind: string, listings: WatchedListings) => Watcher

/** Creates the inventory of one kind in one target; the first read lists it. */
export function createKindInventory<Item extends AnyResource>(
  kind: Kind<Item>,
  target: Target,
  dependencies: InventoryDependencies,
  watch: WatcherFactory,
): KindInventory<Item> {
  const fromListing = createListedResources<Item['aws'], Item>(
    target,
    (place, aws) => kind.toResource(place, aws),
    (item) => kind.keyOf(item),
  )
  const poll = createPoll(kind, target, dependencies, () => collection)
  const watcher = watch(kind.plural, {
    poll: (whole) => (whole ? poll.all() : poll.transitions()),
    isActive: () =>
      collection
        .latest()
        ?.items.values()
        .some((item) => kind.isInTransition(item)) ?? false,
    listedAt: () => oldestListing([collection]),
  })
  const collection = createCollection<Item>({
    ...dependencies,
    overlayMs: Math.max(dependencies.overlayMs, kind.overlayMs ?? 0),
    isKeptFresh: watcher.isFresh,
    pollLease: watcher.lease,
    what: `${target.key}/${kind.plural}`,
    load: async (_started, call) => fromListing(await listAll(kind, target, call)),
    toItem: (aws) => kind.toResource(target, aws),
    keyOf: (item) => kind.keyOf(item),
    isChanged: (before, after) => kind.isChanged(before, after),
  })
  collection.onForeignWrite(watcher.poke)
  const readOne = createReadOne(kind, target, dependencies, collection)
  const firstSeen = createFirstSeen(kind, dependencies.clock)
  if (kind.conditionsOf !== undefined) {
    collection.onListed(() => {
      const listed = collection.latest()
      if (listed !== undefined) firstSeen.listed(listed.items.values(), listed.observedAt)
    })
  }
  return {
    collection,
    ...(readOne && { readOne }),
    firstSeen,
    writes: createWrites(collection, dependencies, watcher.poke, (item) => kind.keyOf(item)),
    watch: { target, collections: [collection], watcher },
    listings: new Map([[kind.plural, collection]]),
  }
}

/** Lists all resources of a kind. For some kinds, AWS reports an empty listing as not found. */
async function listAll<Item extends AnyResource>(kind: Kind<Item>, { reader }: Target, call: CallOptions) {
  try {
    return await reader.listAll(kind.listing, call)
  } catch (error) {
    if (kind.isEmptyIfNotFound && isNotFound(error)) return []
    throw error
  }
}

/** Creates the polls of one kind in one target. */
function createPoll<Item extends AnyResource>(
  kind: Kind<Item>,
  target: Target,
  { clock, sequence }: Pick<InventoryDependencies, 'clock' | 'sequence'>,
  collectionOf: () => Collection<Item>,
) {
  const { maxNames = 0 } = kind

  async function all(): Promise<void> {
    await collectionOf().read({ notBefore: sequence.next(), purpose: 'poll' })
  }

  return {
    all,
    /** Polls the resources in transition by name if a listing takes several calls; otherwise lists all. */
    async transitions(): Promise<void> {
      const collection = collectionOf()
      const known = collection.latest()
      const moving = known?.items.values().filter(kind.isInTransition).toArray() ?? []
      const isOneCall = known === undefined || known.items.size <= maxNames
      if (isOneCall || moving.length === 0 || moving.length > maxNames) return all()
      // After a change with an unknown outcome, any resource may be in transition.
      if (hasUnlistedChange(collection)) return all()
      const started = sequence.next()
      try {
        const names = moving.map(({ name }) => name)
        const described = await target.reader.describe(kind.listing, names, { purpose: 'poll' })
        for (const aws of described) {
          const item = kind.toResource(target, aws)
          collection.observe(kind.keyOf(item), { item, sequence: started, observedAt: clock.now() })
        }
        // For a missing name, AWS may fail the call or omit the name; neither is documented.
        if (described.length < moving.length) await all()
      } catch (error) {
        if (!isNotFound(error)) throw error
        // A resource was deleted, and the listing shows which one.
        await all()
      }
    },
  }
}

/** Returns the time of the oldest of some listings; undefined if one is missing. */
export function oldestListing(
  collections: readonly Pick<Collection<unknown>, 'latest'>[],
): number | undefined {
  const times = collections.map((collection) => collection.latest()?.observedAt ?? Number.NaN)
  const oldest = Math.min(...times)
  return Number.isNaN(oldest) ? undefined : oldest
}
