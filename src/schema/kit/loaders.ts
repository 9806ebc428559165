import { parseArn } from '../../appstream/arn.ts'
import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import { byName } from '../../inventory/collection/item-set.ts'
import { type ItemKind, type Kind, namedKey } from '../../inventory/kind.ts'
import { createKindMap, type TypeFamily } from '../../inventory/kind-map.ts'
import { type ReportedInventory, unreported } from '../../inventory/reported.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { createListReader, type ListReader } from '../connection/list-reader.ts'
import { settleAll } from '../errors.ts'
import { type MaybePromise, whenReady } from '../maybe-promise.ts'
import type { Batching } from '../pacing/turns.ts'
import { createReadyLoader, whenCached } from '../ready-loader.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'

/** Reference to a resource by name in a target. */
export interface NameKey {
  readonly target: Target
  readonly name: string
}

/** Loader of one kind for a request. */
export interface KindLoader<Item> {
  /** Loads by name. Null if the resource does not exist. */
  byName(key: NameKey): MaybePromise<Item | null>
  /** Loads by ARN. Null if no target of its region has the resource. */
  byArn(arn: string): MaybePromise<Item | null>
  /** Clears loaded data after the request has changed something. */
  clear(): void
}

/** Loaders of the declared kinds for a request. */
export interface KindLoaders {
  /** Registers the loader and list reader of a kind without a listing of its own. */
  add<Item extends AnyResource>(kind: Kind<Item>, loader: KindLoader<Item>, lists: ListReader<Item>): void
  /** Loads by name. Null if the resource does not exist. One listing per target serves all names. */
  byName<Item extends AnyResource>(kind: Kind<Item>, key: NameKey): MaybePromise<Item | null>
  /** Loads by the alias of a name, as in ids. Null if the resource does not exist. */
  byAlias<Item extends AnyResource>(
    kind: Kind<Item>,
    key: { readonly target: Target; readonly alias: string },
  ): MaybePromise<Item | null>
  /** Loads by ARN. Null if no target of its region has the resource. */
  byArn<Item extends AnyResource>(kind: Kind<Item>, arn: string): MaybePromise<Item | null>
  /** Returns the list reader of a kind. */
  listsOf<Item extends AnyResource>(kind: ItemKind<Item>): ListReader<Item>
  /** Clears loaded data after the request has changed something. */
  clear(): void
}

interface LoaderFamily extends TypeFamily {
  readonly value: KindLoader<this['item']>
}

interface ListsFamily extends TypeFamily {
  readonly value: ListReader<this['item']>
}

/** Creates the loaders of the declared kinds for a request, each at first use. */
export function createKindLoaders(
  inventory: ReportedInventory,
  snapshot: SnapshotReader,
  read: ReportedRead,
  batching: Batching,
): KindLoaders {
  const loaders = createKindMap<LoaderFamily>()
  const lists = createKindMap<ListsFamily>()

  function loaderOf<Item extends AnyResource>(kind: Kind<Item>): KindLoader<Item> {
    return loaders.of(kind, () => createKindLoader(kind, inventory, snapshot, read, batching))
  }

  return {
    add(kind, loader, reader) {
      loaders.set(kind, loader)
      lists.set(kind, reader)
    },
    byName: (kind, key) => loaderOf(kind).byName(key),
    byAlias: (kind, { target, alias }) =>
      whenReady(
        snapshot.ready(inventory.of(target).kinds.of(kind).collection),
        ({ items }) => items.get(namedKey(target, alias)) ?? null,
      ),
    byArn: (kind, arn) => (parseArn(arn)?.resourceType === kind.arnType ? loaderOf(kind).byArn(arn) : null),
    listsOf: <Item extends AnyResource>(kind: ItemKind<Item>) =>
      lists.of(kind, () =>
        createListReader<Item>({ inventory, snapshot, read, views: inventory.kinds.viewsOf(kind) }),
      ),
    clear() {
      for (const loader of loaders.all().values()) loader.clear()
      for (const reader of lists.all().values()) reader.clear()
    },
  }
}

/** Creates the loader of a kind with one listing. */
function createKindLoader<Item extends AnyResource>(
  kind: Kind<Item>,
  inventory: ReportedInventory,
  snapshot: SnapshotReader,
  read: ReportedRead,
  batching: Batching,
): KindLoader<Item> {
  /** Loads a name: from the listing, unless AWS describes a single resource with fewer calls. */
  async function load({ target, name }: NameKey, isOnly: boolean): Promise<Item | null> {
    const { collection, readOne } = inventory.of(target).kinds.of(kind)
    if (isOnly && readOne !== undefined && snapshot.known(collection) === undefined) {
      try {
        return (await readOne(name, read)) ?? null
      } catch (error) {
        // An earlier listing may still answer, and the read below reports it.
        if (!isUpstreamError(error) || unreported(collection).latest() === undefined) throw error
      }
    }
    const listed = await snapshot(collection)
    return listed.index(byName).get(name)?.[0] ?? null
  }

  const names = createReadyLoader<NameKey, Item | null>({
    targetOf: ({ target }) => target,
    idOf: ({ name }) => name,
    peek: whenCached(read, ({ target, name }) => {
      const listed = snapshot.now(inventory.of(target).kinds.of(kind).collection)
      return listed && (listed.index(byName).get(name)?.[0] ?? null)
    }),
    loadAll(keys) {
      const byTarget = Map.groupBy(keys, ({ target }) => target)
      return settleAll(keys.map((key) => load(key, byTarget.get(key.target)?.length === 1)))
    },
    batching,
  })

  /** Loads an ARN from the first of these targets that has it. */
  function find(
    arn: string,
    name: string,
    [target, ...others]: readonly Target[],
  ): MaybePromise<Item | null> {
    if (target === undefined) return null
    return whenReady(names.load({ target, name }), (found) =>
      found !== null && arnOf(found) === arn ? found : find(arn, name, others),
    )
  }

  return {
    byName: (key) => names.load(key),
    byArn: (arn) => find(arn, parseArn(arn)?.name ?? '', inventory.targetsOf(arn)),
    clear: () => names.clear(),
  }
}
