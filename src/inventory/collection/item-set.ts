import type { AnyResource } from '../resources.ts'
/** Returns the index value of an item; undefined omits the item. The function itself identifies the index. */
export type IndexFunction<Item> = (item: Item) => string | undefined

/** Items by index value. */
export type Index<Item> = ReadonlyMap<string, readonly Item[]>

/** Immutable set of items by ARN, with memoized derivations. */
export interface ItemSet<Item> {
  /** By ARN. */
  readonly items: ReadonlyMap<string, Item>
  /** Returns the result of a pure function of the set, memoized per function. */
  derive<Result>(compute: (set: ItemSet<Item>) => Result): Result
  /** Returns the items grouped by an index function, each group in the order of the set. */
  index(indexFunction: IndexFunction<Item>): Index<Item>
}

/** Creates a set of items. The map must not change afterwards. */
export function createItemSet<Item>(items: ReadonlyMap<string, Item>): ItemSet<Item> {
  const results = new Map<unknown, unknown>()
  const indexes = new Map<IndexFunction<Item>, Index<Item>>()
  const set: ItemSet<Item> = {
    items,
    derive<Result>(compute: (from: ItemSet<Item>) => Result): Result {
      if (!results.has(compute)) results.set(compute, compute(set))
      // Each function maps to its own result type.
      return results.get(compute) as Result
    },
    index(indexFunction) {
      const index = indexes.get(indexFunction) ?? groupBy(items.values(), indexFunction)
      indexes.set(indexFunction, index)
      return index
    },
  }
  return set
}

function groupBy<Item>(items: Iterable<Item>, indexFunction: IndexFunction<Item>): Index<Item> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const value = indexFunction(item)
    if (value === undefined) continue
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [item])
    else group.push(item)
  }
  return groups
}

/** Index of resources by name. */
export const byName: IndexFunction<AnyResource> = ({ name }) => name

/** Index of resources by owning account and region; omits public images of AWS, which have no owner. */
export const byOwner: IndexFunction<AnyResource> = ({ accountId, region }) =>
  accountId === undefined ? undefined : `${accountId}/${region}`

/** Returns true if two maps contain the same objects in the same order. */
export function hasSameItems<Item>(
  one: ReadonlyMap<string, Item>,
  other: ReadonlyMap<string, Item>,
): boolean {
  if (one.size !== other.size) return false
  const others = other.values()
  // The keys of the items are their ARNs.
  return one.values().every((item) => item === others.next().value)
}
