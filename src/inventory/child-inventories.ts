import { isDeepStrictEqual } from 'node:util'
import { LRUCache } from 'lru-cache'
import type { Target } from '../appstream/target.ts'
import type { Settled } from './cache/invalidations.ts'
import type { ChildKind, ChildResource, ParentKind } from './child-kind.ts'
import { type Collection, createCollection } from './collection/collection.ts'
import type { CollectionOptions } from './collection/options.ts'
import type { Snapshot } from './collection/snapshot.ts'
import { createWrites, type Writes } from './collection/writes.ts'
import type { InventoryDependencies, Limit } from './dependencies.ts'
import { createForgottenParents } from './forgotten-parents.ts'
import { createKindMap, type TypeFamily } from './kind-map.ts'
import { createListedResources } from './listed-resources.ts'

/** Children of one parent. */
export interface Children<Item> {
  readonly collection: Collection<Item>
  /** Write overlay: mutations record their results here. */
  readonly writes: Writes<Item>
}

/** Children of the resources of one target, created on demand. */
export interface ChildInventories {
  /** Returns the children of a parent; the first read lists them. */
  of<Item extends ChildResource>(kind: ChildKind<Item>, parent: string): Children<Item>
  /** Returns the newest snapshot of the children of a parent, of any age. */
  latest<Item extends ChildResource>(kind: ChildKind<Item>, parent: string): Snapshot<Item> | undefined
  /** Returns the newest snapshots of a kind, one for each parent whose children were read. */
  snapshots<Item extends ChildResource>(kind: ChildKind<Item>): readonly Snapshot<Item>[]
  /**
   * Drops all children of a parent that was deleted or replaced, at every replica. Returns undefined in a single process.
   */
  forget(parentKind: Pick<ParentKind, 'plural'>, parent: string): Settled
}

/** Maximum number of parents per kind whose children are cached; the least recently read is evicted first. */
const MAX_PARENTS = 10_000
/** Children have no subscriptions, so their changes are not logged. */
const NO_LOG = { maxEntries: 0, maxAgeMs: 0, maxBytes: 0 }

interface KeptChildren<Item> {
  readonly parentKind: Pick<ParentKind, 'plural'>
  readonly byParent: LRUCache<string, KeptParent<Item>>
}

interface KeptParent<Item> {
  /** Generation of the parent at the creation of the entry. */
  readonly generation: number
  readonly children: Children<Item>
}

interface ChildrenFamily extends TypeFamily {
  readonly value: KeptChildren<this['item']>
}

/** Creates the registry of one target's children; `limit` bounds concurrent listings. */
export function createChildInventories(
  target: Target,
  { details, listings }: Readonly<Record<'details' | 'listings', InventoryDependencies>>,
  limit: Limit,
): ChildInventories {
  const kept = createKindMap<ChildrenFamily>()
  const forgotten = createForgottenParents(`${target.key}/children`, listings.shared, (parent) => {
    for (const { parentKind, byParent } of kept.all().values()) {
      const { plural: kind } = parentKind
      if (parent?.kind === kind) byParent.delete(parent.name)
      if (parent !== undefined) continue
      for (const [name, { generation }] of [...byParent.entries()])
        if (generation !== forgotten.generationOf({ kind, name })) byParent.delete(name)
    }
  })

  function keptOf<Item extends ChildResource>(kind: ChildKind<Item>): KeptChildren<Item> {
    return kept.of(kind, () => ({
      parentKind: kind.parent,
      byParent: new LRUCache<string, KeptParent<Item>>({
        max: MAX_PARENTS,
        dispose: ({ children }) => children.collection.close(),
      }),
    }))
  }

  return {
    of(kind, parent) {
      const { byParent } = keptOf(kind)
      const known = byParent.get(parent)
      const generation = forgotten.generationOf({ kind: kind.parent.plural, name: parent })
      if (known?.generation === generation) return known.children
      const dependencies = kind.isListing ? listings : details
      const options = { ...dependencies, outdatedBy: forgotten }
      const children = createChildren(kind, parent, generation, target, options, limit)
      byParent.set(parent, { generation, children })
      return children
    },
    latest: (kind, parent) => keptOf(kind).byParent.peek(parent)?.children.collection.latest(),
    snapshots: (kind) =>
      [...keptOf(kind).byParent.values()].flatMap(({ children }) => children.collection.latest() ?? []),
    forget: ({ plural }, parent) => forgotten.forget({ kind: plural, name: parent }),
  }
}

function createChildren<Item extends ChildResource>(
  kind: ChildKind<Item>,
  parent: string,
  generation: number,
  target: Target,
  dependencies: InventoryDependencies & Pick<CollectionOptions<Item>, 'outdatedBy'>,
  limit: Limit,
): Children<Item> {
  const keyOf = (item: Item) => kind.keyOf(item)
  const fromListing = createListedResources<Item['aws'], Item>(
    target,
    (place, aws) => kind.toResource(place, parent, aws),
    keyOf,
    isDeepStrictEqual,
  )
  const collection = createCollection<Item>({
    ...dependencies,
    // The replicas must not get the children of an earlier parent of this name.
    what: `${target.key}/${kind.plural}/${parent}${generation === 0 ? '' : `#${generation}`}`,
    overlayMs: Math.max(dependencies.overlayMs, kind.overlayMs ?? 0),
    bounds: NO_LOG,
    countsListings: true,
    load: async (_started, call) => fromListing(await limit(() => kind.load(target, parent, call))),
    toItem: (aws) => kind.toResource(target, parent, aws),
    keyOf,
    isChanged: () => false,
  })
  return { collection, writes: createWrites(collection, dependencies, () => {}, keyOf) }
}
