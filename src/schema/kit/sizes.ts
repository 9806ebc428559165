import { membersOf, type StructureName } from '../../appstream/model/structures.ts'
import type { ChildKind, ChildResource } from '../../inventory/child-kind.ts'
import type { IndexFunction, ItemSet } from '../../inventory/collection/item-set.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Kind } from '../../inventory/kind.ts'
import { type ReportedCollection, unreported } from '../../inventory/reported.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { TargetInventory } from '../../inventory/target-inventory.ts'
import { graphName } from './names.ts'

/** Returns the length of the longest list that a field can return, from what was read; undefined if that is unknown. */
export type SizeOf = (inventory: Inventory) => number | undefined

/** Sizes of lists, by the coordinates of their fields such as `Image.applications`. */
export interface SizeRegistry {
  /** Declares the size of a field; replaces an earlier declaration. */
  add(coordinate: string, sizeOf: SizeOf): void
  get(coordinate: string): SizeOf | undefined
}

/** Creates an empty registry. */
export function createSizeRegistry(): SizeRegistry {
  const sizes = new Map<string, SizeOf>()
  return {
    add: (coordinate, sizeOf) => void sizes.set(coordinate, sizeOf),
    get: (coordinate) => sizes.get(coordinate),
  }
}

/** Sizes of the graph's lists, filled by their declarations like the builder. */
export const sizeRegistry = createSizeRegistry()

/** Returns the collections of one target that can hold the items of a list. */
export type SourcesOf<Item> = (inventory: TargetInventory) => readonly ReportedCollection<Item>[]

/** Assumed number of related items before their listings are read. */
const ASSUMED_RELATED = 20

/** Declares the sizes of a resource type: of its list, of the failures of a page, and of the lists in its structure. */
export function addResourceSizes<Item extends { readonly aws: object }>(
  typename: string,
  query: string,
  structure: StructureName,
  sourcesOf: SourcesOf<Item>,
): void {
  sizeRegistry.add(`Query.${query}`, sizeOfAll(sourcesOf))
  sizeRegistry.add(`${typename}Connection.failures`, ({ targets }) => targets.length)
  for (const [member, { isList }] of membersOf(structure)) {
    if (!isList) continue
    sizeRegistry.add(
      `${typename}.${graphName(member)}`,
      sizeOfLongest(sourcesOf, ({ aws }) =>
        lengthOf(Object.entries(aws).find(([name]) => name === member)?.[1]),
      ),
    )
  }
}

/** Declares the size of the snapshot that a subscription can begin with: all that is watched of a kind. */
export function addSubscriptionSize<Item extends AnyResource>(name: string, kind: Kind<Item>): void {
  sizeRegistry.add(
    `Subscription.${name}`,
    sizeOfAll<Item>(({ kinds }) => kinds.of(kind).watch.collections),
  )
}

/** Declares the sizes of the lists of children: of a field of their parent, and of the query over all parents. */
export function addChildSizes<Item extends ChildResource>(
  kind: ChildKind<Item>,
  parentKind: Kind,
  { field, query }: { readonly field: string; readonly query: string },
): void {
  sizeRegistry.add(`${parentKind.name}.${field}`, (inventory) => {
    const known = childFigures(inventory, kind, parentKind)
    return known && largest(known)
  })
  sizeRegistry.add(`Query.${query}`, (inventory) => sum(childFigures(inventory, kind, parentKind)))
  sizeRegistry.add(`${kind.name}Connection.failures`, ({ targets }) => targets.length)
}

/** Declares the size of a query for the children of one parent: the most known of any parent, over all targets. */
export function addCachedChildSize<Item extends ChildResource>(kind: ChildKind<Item>, query: string): void {
  sizeRegistry.add(`Query.${query}`, (inventory) => {
    const known = inventory.targets.map((target) => inventory.of(target).children.snapshots(kind))
    if (known.some((snapshots) => snapshots.length === 0)) return undefined
    return sum(known.map((snapshots) => largest(snapshots.map(countItems))))
  })
  sizeRegistry.add(`${kind.name}Connection.failures`, ({ targets }) => targets.length)
}

/** Returns the number of items in all targets. */
export function sizeOfAll<Item>(sourcesOf: SourcesOf<Item>): SizeOf {
  return (inventory) => sum(figures(sources(inventory, sourcesOf), countItems))
}

/** Returns the sum of `figureOf` over all items in all targets. */
export function sizeOfTotal<Item>(sourcesOf: SourcesOf<Item>, figureOf: (item: Item) => number): SizeOf {
  const total = ({ items }: ItemSet<Item>) => sum(items.values().map(figureOf).toArray()) ?? 0
  return (inventory) => sum(figures(sources(inventory, sourcesOf), total))
}

/** Returns the number of items in the largest target. */
export function sizeOfLargestTarget<Item>(
  sourcesOf: SourcesOf<Item>,
  passes: (item: Item) => boolean,
): SizeOf {
  const count = ({ items }: ItemSet<Item>) => items.values().filter(passes).toArray().length
  return (inventory) => {
    const targets = inventory.targets.map((target) => sum(figures(sourcesOf(inventory.of(target)), count)))
    return largest(targets.map((length) => length ?? ASSUMED_RELATED))
  }
}

/** Returns the maximum of `figureOf` over all items. */
export function sizeOfLongest<Item>(sourcesOf: SourcesOf<Item>, figureOf: (item: Item) => number): SizeOf {
  const longest = ({ items }: ItemSet<Item>) => largest(items.values().map(figureOf))
  return (inventory) => {
    const known = figures(sources(inventory, sourcesOf), longest)
    return known && largest(known)
  }
}

/** Returns the size of the largest group of an index. Groups of a region add up: its targets may see the same items. */
export function sizeOfLargestGroup<Item>(sourcesOf: SourcesOf<Item>, index: IndexFunction<Item>): SizeOf {
  const longest = (set: ItemSet<Item>) =>
    largest(
      set
        .index(index)
        .values()
        .map(({ length }) => length),
    )
  return (inventory) => {
    const regions = Map.groupBy(inventory.targets, ({ region }) => region).values()
    const lengths = regions.map((targets) =>
      sum(
        figures(
          targets.flatMap((target) => sourcesOf(inventory.of(target))),
          longest,
        ),
      ),
    )
    return largest(lengths.map((length) => length ?? ASSUMED_RELATED))
  }
}

function sources<Item>(
  inventory: Inventory,
  sourcesOf: SourcesOf<Item>,
): readonly ReportedCollection<Item>[] {
  return inventory.targets.flatMap((target) => sourcesOf(inventory.of(target)))
}

/** Returns the computed number of each collection, cached per snapshot. Undefined unless all were read. */
function figures<Item>(
  collections: readonly ReportedCollection<Item>[],
  compute: (set: ItemSet<Item>) => number,
): readonly number[] | undefined {
  const known: number[] = []
  for (const collection of collections) {
    const snapshot = unreported(collection).latest()
    if (snapshot === undefined) return undefined
    known.push(snapshot.derive(compute))
  }
  return known
}

/** Returns the number of children of each parent; undefined unless all were read. */
function childFigures<Item extends ChildResource>(
  inventory: Inventory,
  kind: ChildKind<Item>,
  parentKind: Kind,
): readonly number[] | undefined {
  const known: number[] = []
  for (const target of inventory.targets) {
    const { kinds, children } = inventory.of(target)
    const parents = kinds.of(parentKind).collection.latest()
    if (parents === undefined) return undefined
    for (const { name } of parents.items.values()) {
      const snapshot = children.latest(kind, name)
      if (snapshot === undefined) return undefined
      known.push(snapshot.items.size)
    }
  }
  return known
}

function countItems({ items }: ItemSet<unknown>): number {
  return items.size
}

function sum(values: readonly number[] | undefined): number | undefined {
  return values?.reduce((total, value) => total + value, 0)
}

function largest(values: Iterable<number>): number {
  let found = 0
  for (const value of values) found = Math.max(found, value)
  return found
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}
