import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { ItemSet } from '../../inventory/collection/item-set.ts'
import { byOwner } from '../../inventory/collection/item-set.ts'
import type { Snapshot } from '../../inventory/collection/snapshot.ts'
import type { ReportedCollection, ReportedInventory } from '../../inventory/reported.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { mergeItems, type Views } from '../../inventory/views.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'
import { createListReading, type ListReading } from './list-reading.ts'

/** Part of a list: one collection of one target. */
export interface Source<Item> {
  readonly target: Target
  readonly collection: ReportedCollection<Item>
}

/** Reads several collections as one list. */
export interface ListReader<Item> {
  /** Returns the same reading for the same collections throughout a request; no promise once it is available. */
  read(sources: readonly Source<Item>[]): ListReading<Item> | Promise<ListReading<Item>>
  /** Clears the readings after the request has changed something. */
  clear(): void
}

/** Access to the owner's description of resources that several targets list. */
export interface OwnerAccess<Item> {
  /** Returns the collection that holds a target's own resources. */
  collectionOf(owner: Target): ReportedCollection<Item>
  /** Loads one resource through its owner, if that collection is not yet listed. */
  load(arn: string, seenFrom: Target): Promise<Item | null>
}

/** Options of the list reader of one kind. */
export interface ListReaderOptions<Item> {
  readonly inventory: Pick<ReportedInventory, 'targetsOf' | 'cursor'>
  readonly views: Views<Item>
  readonly snapshot: SnapshotReader
  /** Options of the request. */
  readonly read: Pick<ReportedRead, 'onRead'>
  /** Absent for kinds that are visible only to their owner. */
  readonly owners?: OwnerAccess<Item>
}

interface ReadSource<Item> {
  readonly target: Target
  readonly collection: ReportedCollection<Item>
  readonly snapshot: Snapshot<Item>
}

/** Merged items of several collections, with the snapshots of their owners by `byOwner`. */
interface Merged<Item> {
  readonly view: ItemSet<Item>
  readonly own: ReadonlyMap<string, Snapshot<Item>>
}

/** Creates the list reader of one kind for a request. */
export function createListReader<Item extends AnyResource>({
  inventory,
  views,
  snapshot: readSnapshot,
  read: requestRead,
  owners: access,
}: ListReaderOptions<Item>): ListReader<Item> {
  const readings = new Map<string, ListReading<Item> | Promise<ListReading<Item>>>()

  /** Reads synchronously if no AWS call is needed. */
  function readNow(sources: readonly Source<Item>[]): ListReading<Item> | undefined {
    const done: ReadSource<Item>[] = []
    for (const source of sources) {
      const snapshot = readSnapshot.now(source.collection)
      if (snapshot === undefined) return undefined
      done.push({ ...source, snapshot })
    }
    const own = new Map<string, Snapshot<Item>>()
    for (const [key, collection] of ownersOf(done, new Set())) {
      const snapshot = readSnapshot.now(collection)
      if (snapshot === undefined) return undefined
      own.set(key, snapshot)
    }
    return toReading(done, new Map(), { own, view: views.merged(snapshotsOf(done), own) })
  }

  async function readAll(sources: readonly Source<Item>[]): Promise<ListReading<Item>> {
    // One rejected listing must not waste the calls of the others.
    readSnapshot.checkCalls(sources.map(({ collection }) => collection))
    const settled = await Promise.allSettled(sources.map(({ collection }) => readSnapshot(collection)))
    const done: ReadSource<Item>[] = []
    const errors = new Map<Target, unknown>()
    for (const [index, source] of sources.entries()) {
      const result = settled[index]
      if (result?.status === 'fulfilled') done.push({ ...source, snapshot: result.value })
      if (result?.status === 'rejected') errors.set(source.target, result.reason)
    }
    return toReading(done, errors, await mergeAll(done, new Set(errors.keys())))
  }

  async function mergeAll(
    done: readonly ReadSource<Item>[],
    unread: ReadonlySet<Target>,
  ): Promise<Merged<Item>> {
    const owners = [...ownersOf(done, unread)]
    // The list of the owner reports an owner that cannot be read. Here the shared images stay as listed.
    const snapshots = await Promise.all(
      owners.map(([_key, collection]) => readSnapshot.known(collection)?.catch(() => undefined)),
    )
    const own = new Map<string, Snapshot<Item>>()
    const unlisted: string[] = []
    for (const [index, [key]] of owners.entries()) {
      const snapshot = snapshots[index]
      if (snapshot === undefined) unlisted.push(key)
      else own.set(key, snapshot)
    }
    if (access === undefined || unlisted.length === 0) {
      return { own, view: views.merged(snapshotsOf(done), own) }
    }
    const loaded = await Promise.all(unlisted.map((key) => loadItems(access, key, done)))
    // Items that were loaded one by one have no snapshot with which to cache a view.
    const loadedSets = unlisted.map((key, index) => [key, { items: loaded[index] ?? new Map() }] as const)
    return { own, view: mergeItems(snapshotsOf(done), new Map([...own, ...loadedSets])) }
  }

  function toReading(
    done: readonly ReadSource<Item>[],
    errors: ReadonlyMap<Target, unknown>,
    { own, view }: Merged<Item>,
  ): ListReading<Item> {
    const snapshots = snapshotsOf(done)
    return createListReading({
      view,
      snapshots,
      errors,
      isStale: snapshots.some(isStale) || own.values().some(isStale),
      cursor: () => inventory.cursor(snapshots, requestRead),
    })
  }

  /** Returns the collections of the targets that own items listed by other targets, by `byOwner`. */
  function ownersOf(
    done: readonly ReadSource<Item>[],
    unread: ReadonlySet<Target>,
  ): Map<string, ReportedCollection<Item>> {
    const owners = new Map<string, ReportedCollection<Item>>()
    if (access === undefined) return owners
    for (const { target, snapshot } of done) {
      for (const [key, [item]] of snapshot.index(byOwner)) {
        if (item === undefined || item.accountId === target.accountId || owners.has(key)) continue
        const [owner] = inventory.targetsOf(arnOf(item), target)
        if (owner === undefined || owner.accountId !== item.accountId || unread.has(owner)) continue
        owners.set(key, access.collectionOf(owner))
      }
    }
    return owners
  }

  return {
    read(sources) {
      const key = sources.map(({ collection }) => collection.key).join(' ')
      const known = readings.get(key)
      if (known !== undefined) return known
      const ready = readNow(sources)
      const reading = ready ?? readAll(sources)
      readings.set(key, reading)
      if (reading instanceof Promise) {
        const keep = (result: ListReading<Item>) => {
          if (readings.get(key) === reading) readings.set(key, result)
        }
        reading.then(keep, () => {})
      }
      return reading
    },
    clear: () => readings.clear(),
  }
}

function isStale({ isStale = false }: Snapshot<unknown>): boolean {
  return isStale
}

function snapshotsOf<Item>(done: readonly ReadSource<Item>[]): readonly Snapshot<Item>[] {
  return done.map(({ snapshot }) => snapshot)
}

/** Loads the items of one owner that other targets list, by ARN. */
async function loadItems<Item extends AnyResource>(
  { load }: OwnerAccess<Item>,
  owner: string,
  done: readonly ReadSource<Item>[],
): Promise<ReadonlyMap<string, Item>> {
  const listed = new Map<string, Target>()
  for (const { target, snapshot } of done) {
    for (const item of snapshot.index(byOwner).get(owner) ?? []) {
      if (item.accountId !== target.accountId) listed.set(arnOf(item), target)
    }
  }
  const items = await Promise.all(
    [...listed].map(([arn, via]) =>
      load(arn, via).catch((error: unknown) => {
        // If the owner's target fails, the listed description still holds.
        if (isUpstreamError(error)) return null
        throw error
      }),
    ),
  )
  return new Map(items.filter((item) => item !== null).map((item) => [arnOf(item), item]))
}
