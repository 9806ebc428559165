import type { IndexFunction, ItemSet } from '../../inventory/collection/item-set.ts'
import { type Ordering, sortItems } from './page.ts'

/** Inverse relation, derived from a set: returns the items of the set that refer to a parent, in order. */
export type Relation<Parent, Item> = (set: ItemSet<Item>) => (parent: Parent) => readonly Item[]

/** Options of an inverse relation. */
export interface RelationOptions<Parent, Item> {
  readonly index: IndexFunction<Item>
  /** Returns the key of the items in the index that refer to the parent. */
  readonly keyOf: (parent: Parent) => string
  /** Further condition for an item to refer to the parent. */
  readonly where?: (item: Item, parent: Parent) => boolean
  readonly ordering: Ordering<Item>
}

const NOTHING: readonly never[] = []

/** Creates an inverse relation. Its cost depends on its results, computed once per set, not on the size of the set. */
export function createRelation<Parent extends object, Item>({
  index,
  keyOf,
  where,
  ordering,
}: RelationOptions<Parent, Item>): Relation<Parent, Item> {
  return (set) => {
    const groups = set.index(index)
    const sorted = new Map<string, readonly Item[]>()
    const related = new WeakMap<Parent, readonly Item[]>()

    function sortedGroup(value: string): readonly Item[] {
      const known = sorted.get(value)
      if (known !== undefined) return known
      const group = groups.get(value)
      // Callers can name any parent, so empty results are not cached.
      if (group === undefined) return NOTHING
      const result = sortItems(group, ordering)
      sorted.set(value, result)
      return result
    }

    return (parent) => {
      const group = sortedGroup(keyOf(parent))
      if (where === undefined || group.length === 0) return group
      const known = related.get(parent)
      if (known !== undefined) return known
      const result = group.every((item) => where(item, parent))
        ? group
        : group.filter((item) => where(item, parent))
      related.set(parent, result)
      return result
    }
  }
}
