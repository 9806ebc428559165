/** Returns the value that an index groups an item by; undefined leaves the item out. Its identity names the index. */
export type IndexFunction<Item> = (item: Item) => string | undefined

/** Items by the value of an index function. */
export type Index<Item> = ReadonlyMap<string, readonly Item[]>

/** An immutable set of items by ARN. What is computed from it is computed once and lives as long as the set. */
export interface ItemSet<Item> {
  /** By ARN. */
  readonly items: ReadonlyMap<string, Item>
  /** Returns what a pure function makes of the set; computed at the first call for each function. */
  derive<Result>(compute: (set: ItemSet<Item>) => Result): Result
  /** Returns the items grouped by an index function; each group is in the order of the set. */
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
      // The value under a function is what that function returned.
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
