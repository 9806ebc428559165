import { isUpstreamError } from '../../appstream/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { Collection, Snapshot } from '../../inventory/collection.ts'
import { byOwner } from '../../inventory/indexes.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { ItemSet } from '../../inventory/item-set.ts'
import type { Image, ImageBuilder } from '../../inventory/resources.ts'
import { mergeItems, type Views } from '../../inventory/views.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'
import { createListReading, type ListReading } from './list-reading.ts'

/** A part of a list: one collection of one target. */
export interface Source<Item> {
  readonly target: Target
  readonly collection: Collection<Item>
}

/** Reads several collections as one list. */
export interface ListReader<Item> {
  /** Returns the same reading for the same collections throughout a request; not a promise once it is there. */
  read(sources: readonly Source<Item>[]): ListReading<Item> | Promise<ListReading<Item>>
  /** Forgets the readings, after the request has changed something. */
  clear(): void
}

/** How resources that several targets see are read as their owner's target describes them. */
export interface OwnerAccess<Item> {
  /** Returns the collection that holds a target's own resources. */
  collectionOf(owner: Target): Collection<Item>
  /** Loads one resource through its owner, for when that collection would have to be listed first. */
  load(arn: string, owner: Target): Promise<Item | null>
}

/** What the reader of one kind is made of. */
export interface ListReaderOptions<Item> {
  readonly inventory: Pick<Inventory, 'targetsOf' | 'cursor'>
  readonly views: Views<Item>
  readonly snapshot: SnapshotReader
  /** Left out for a kind that only its owner sees. */
  readonly owners?: OwnerAccess<Item>
}

interface ReadSource<Item> {
  readonly target: Target
  readonly collection: Collection<Item>
  readonly snapshot: Snapshot<Item>
}

/** Creates one request's reader of the lists of one kind. */
export function createListReader<Item extends Image | ImageBuilder>({
  inventory,
  views,
  snapshot: readSnapshot,
  owners: access,
}: ListReaderOptions<Item>): ListReader<Item> {
  const readings = new Map<string, ListReading<Item> | Promise<ListReading<Item>>>()

  async function read(sources: readonly Source<Item>[]): Promise<ListReading<Item>> {
    const settled = await Promise.allSettled(sources.map(({ collection }) => readSnapshot(collection)))
    const done: ReadSource<Item>[] = []
    const errors = new Map<Target, unknown>()
    for (const [index, source] of sources.entries()) {
      const result = settled[index]
      if (result?.status === 'fulfilled') done.push({ ...source, snapshot: result.value })
      if (result?.status === 'rejected') errors.set(source.target, result.reason)
    }
    const snapshots = done.map(({ snapshot }) => snapshot)
    const view = await viewOf(done, new Set(errors.keys()))
    return createListReading({ view, snapshots, errors, cursor: () => inventory.cursor(snapshots) })
  }

  /** Merges what was read; one resource is one object in the graph, so its owner's description counts. */
  async function viewOf(
    done: readonly ReadSource<Item>[],
    unread: ReadonlySet<Target>,
  ): Promise<ItemSet<Item>> {
    const snapshots = done.map(({ snapshot }) => snapshot)
    const known = new Map<string, ItemSet<Item>>()
    const loaded = new Map<string, Pick<ItemSet<Item>, 'items'>>()
    if (access !== undefined) {
      await Promise.all(
        [...ownersOf(done, unread)].map(async ([key, owner]) => {
          const set = await ownSet(access.collectionOf(owner), done)
          if (set !== undefined) known.set(key, set)
          else loaded.set(key, { items: await loadFrom(access, key, owner, done) })
        }),
      )
    }
    // What was loaded item by item belongs to no snapshot that a view could be kept with.
    if (loaded.size > 0) return mergeItems(snapshots, new Map([...known, ...loaded]))
    return views.merged(snapshots, sortedByKey(known))
  }

  /** The targets that own what other targets list, by `byOwner`. */
  function ownersOf(done: readonly ReadSource<Item>[], unread: ReadonlySet<Target>): Map<string, Target> {
    const owners = new Map<string, Target>()
    for (const { target, snapshot } of done) {
      for (const [key, [item]] of snapshot.index(byOwner)) {
        if (item === undefined || item.accountId === target.accountId || owners.has(key)) continue
        const [owner] = inventory.targetsOf(item.arn, target)
        if (owner === undefined || owner.accountId !== item.accountId) continue
        if (!unread.has(owner)) owners.set(key, owner)
      }
    }
    return owners
  }

  /** What an owner's target lists, if the request reads that or it is fresh enough. */
  async function ownSet(
    collection: Collection<Item>,
    done: readonly ReadSource<Item>[],
  ): Promise<ItemSet<Item> | undefined> {
    const read = done.find((source) => source.collection === collection)
    if (read !== undefined) return read.snapshot
    return readSnapshot.peek(collection)?.catch(() => undefined)
  }

  return {
    read(sources) {
      const key = sources.map(({ collection }) => collection.key).join(' ')
      const known = readings.get(key)
      if (known !== undefined) return known
      const reading = read(sources)
      readings.set(key, reading)
      const keep = (result: ListReading<Item>) => {
        if (readings.get(key) === reading) readings.set(key, result)
      }
      reading.then(keep, () => {})
      return reading
    },
    clear: () => readings.clear(),
  }
}

async function loadFrom<Item extends Image | ImageBuilder>(
  access: OwnerAccess<Item>,
  key: string,
  owner: Target,
  done: readonly ReadSource<Item>[],
): Promise<ReadonlyMap<string, Item>> {
  const listed = done.flatMap(({ target, snapshot }) =>
    target.accountId === owner.accountId ? [] : (snapshot.index(byOwner).get(key) ?? []),
  )
  const arns = [...new Set(listed.map(({ arn }) => arn))]
  const items = await Promise.all(
    arns.map((arn) =>
      access.load(arn, owner).catch((error: unknown) => {
        // Should the owner's target fail, what was listed is still true.
        if (isUpstreamError(error)) return null
        throw error
      }),
    ),
  )
  return new Map(items.flatMap((item, index) => (item === null ? [] : [[arns[index] ?? item.arn, item]])))
}

/** Sorted, because the order in which owners were read must not make another combination of snapshots. */
function sortedByKey<Value>(map: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...map].sort(([one], [other]) => (one < other ? -1 : 1)))
}
