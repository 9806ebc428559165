import type { Target } from '../appstream/target.ts'
import { type Collection, createCollection } from './collection.ts'
import type { WatchSource } from './feed/interest.ts'
import type { Kind } from './kind.ts'
import { createListedResources } from './listed-resources.ts'
import type { InventoryParts } from './parts.ts'
import type { AnyResource } from './resources.ts'
import type { Watcher } from './watcher.ts'
import { createWrites, type Writes } from './writes.ts'

/** The resources of one kind in one target. */
export interface KindInventory<Item> {
  readonly collection: Collection<Item>
  /** Where mutations record their results. */
  readonly writes: Writes<Item>
  /** The source that subscriptions follow. */
  readonly watch: WatchSource<Item>
}

/** Creates a watcher of a target. */
export type WatcherFactory = (kind: string, poll: () => Promise<void>, isActive: () => boolean) => Watcher

/** Creates the inventory of one kind in one target; nothing is listed before somebody reads. */
export function createKindInventory<Item extends AnyResource>(
  kind: Kind<Item>,
  target: Target,
  parts: InventoryParts,
  watch: WatcherFactory,
): KindInventory<Item> {
  const fromListing = createListedResources<Item['aws'], Item>(
    target,
    (place, aws) => kind.toResource(place, aws),
    (item) => kind.keyOf(item),
  )
  // They are few, and one missing name fails a call that names several: polls list them, too.
  const watcher = watch(
    kind.plural,
    async () => {
      await collection.read({ notBefore: parts.sequence.next(), purpose: 'poll' })
    },
    () =>
      collection
        .latest()
        ?.items.values()
        .some((item) => kind.isInTransition(item)) ?? false,
  )
  const collection = createCollection<Item>({
    ...parts,
    isKeptFresh: watcher.isFresh,
    what: `${target.key}/${kind.plural}`,
    load: async (_started, call) => fromListing(await target.reader.listAll(kind.listing, call)),
    isChanged: (before, after) => kind.isChanged(before, after),
  })
  return {
    collection,
    writes: createWrites(collection, parts, watcher.poke, (item) => kind.keyOf(item)),
    watch: { target, collections: [collection], watcher },
  }
}
