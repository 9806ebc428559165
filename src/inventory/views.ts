import { LRUCache } from 'lru-cache'
import { byOwner, createItemSet, type ItemSet } from './collection/item-set.ts'
import { type AnyResource, arnOf } from './resources.ts'

/** Listings of the owners' targets, by the key that `byOwner` returns. */
export type Owners<Item> = ReadonlyMap<string, Pick<ItemSet<Item>, 'items'>>

/** Merged views of one kind of resource. */
export interface Views<Item> {
  /**
   * Returns the merged items of several snapshots. The same snapshots yield the same set until a snapshot is
   * garbage-collected or other combinations evict the set.
   */
  merged(snapshots: readonly ItemSet<Item>[], owners: ReadonlyMap<string, ItemSet<Item>>): ItemSet<Item>
}

/** Maximum number of cached combinations, since callers choose the targets to merge. */
const MAX_VIEWS = 64

/** Node of a trie of snapshot sequences, with the cached view of its sequence. */
interface Combination<Item> {
  readonly id: object
  readonly parent: Combination<Item> | undefined
  /** Last snapshot of the sequence. */
  readonly part: WeakRef<object> | undefined
  readonly longer: WeakMap<object, Combination<Item>>
  /** Number of child nodes. */
  children: number
  view: ItemSet<Item> | undefined
}

/** Creates the merged views of one kind, each merged on first use. */
export function createViews<Item extends AnyResource>(
  maxViews = MAX_VIEWS,
  keyOf: (item: Item) => string = arnOf,
): Views<Item> {
  const root = createCombination<Item>()
  const endOfSnapshots = {}
  // Weak references, because a view must not outlive its snapshots.
  const recent = new LRUCache<object, WeakRef<Combination<Item>>>({
    max: maxViews,
    dispose(reference, _id, reason) {
      const combination = reason === 'evict' ? reference.deref() : undefined
      if (combination !== undefined) remove(combination)
    },
  })

  return {
    merged(snapshots, owners) {
      const [first, ...others] = snapshots
      if (first !== undefined && others.length === 0 && owners.size === 0) return first
      let combination = root
      // Keyed by `items`, which stays the same object if a listing changed nothing.
      for (const { items } of snapshots) combination = extend(combination, items)
      combination = extend(combination, endOfSnapshots)
      for (const { items } of owners.values()) combination = extend(combination, items)
      combination.view ??= mergeItems(snapshots, owners, keyOf)
      if (recent.get(combination.id) === undefined) recent.set(combination.id, new WeakRef(combination))
      return combination.view
    },
  }
}

function createCombination<Item>(parent?: Combination<Item>, part?: object): Combination<Item> {
  const weakPart = part === undefined ? undefined : new WeakRef(part)
  return { id: {}, parent, part: weakPart, longer: new WeakMap(), children: 0, view: undefined }
}

function extend<Item>(combination: Combination<Item>, part: object): Combination<Item> {
  const known = combination.longer.get(part)
  if (known !== undefined) return known
  const longer = createCombination(combination, part)
  combination.longer.set(part, longer)
  combination.children++
  return longer
}

/** Removes a view, and the nodes that no other view needs. */
function remove<Item>(combination: Combination<Item>): void {
  combination.view = undefined
  let unused: Combination<Item> | undefined = combination
  while (unused?.parent !== undefined && unused.view === undefined && unused.children === 0) {
    const { parent, part }: Combination<Item> = unused
    const key = part?.deref()
    if (key !== undefined) parent.longer.delete(key)
    parent.children--
    unused = parent
  }
}

/**
 * Merges items of several targets. The listing of an item's owner takes precedence, then the first source that contains
 * the item.
 */
export function mergeItems<Item extends AnyResource>(
  sources: readonly Pick<ItemSet<Item>, 'items'>[],
  owners: Owners<Item>,
  keyOf: (item: Item) => string = arnOf,
): ItemSet<Item> {
  const merged = new Map<string, Item>()
  for (const { items } of sources) {
    for (const listed of items.values()) {
      // The owner's listing may be older or newer, and may lack the item.
      const key = keyOf(listed)
      const item = ownedBy(owners, listed, key) ?? listed
      const isOwners = item.target.accountId === item.accountId
      if (isOwners || !merged.has(key)) merged.set(key, item)
    }
  }
  return createItemSet(merged)
}

function ownedBy<Item extends AnyResource>(
  owners: Owners<Item>,
  listed: Item,
  key: string,
): Item | undefined {
  if (owners.size === 0) return undefined
  const owner = byOwner(listed)
  return owner === undefined ? undefined : owners.get(owner)?.items.get(key)
}
