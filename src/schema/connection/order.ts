import type { ItemSet } from '../../inventory/collection/item-set.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { type Ordering, sortItems } from './page.ts'

/** Ordering of an item set. Sets cache results by function, so `sort` is one function per order. */
export interface InventoryOrdering<Item> extends Ordering<Item> {
  readonly sort: (set: ItemSet<Item>) => readonly Item[]
}

/** Requested order. */
export interface OrderInput {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
}

/** Field by which a kind can be sorted. */
export interface OrderField<Item> {
  readonly description: string
  /** Returns the value to sort by; items without one come last. */
  readonly read: (item: Item) => string | number | null | undefined
  /** True if its values must not be in cursors. Default: false. */
  readonly hidesValues?: boolean
}

/** Options for the orderings of a kind. */
export interface OrderingOptions<Item> {
  readonly fields: Readonly<Record<string, OrderField<Item>>>
  readonly byDefault: OrderInput
  /** Breaks ties. Default: the ARN. */
  readonly keyOf?: (item: Item) => string
}

/** Returns the requested ordering, or the default one. */
export type Orderings<Item> = (order?: OrderInput | null) => InventoryOrdering<Item>

/** Returns an ordering that item sets can sort by. */
export function fixedOrdering<Item>(ordering: Ordering<Item>): InventoryOrdering<Item> {
  return { ...ordering, sort: ({ items }) => sortItems(items.values(), ordering) }
}

/** Creates the orderings of a kind. */
export function createOrderings<Item extends AnyResource>(
  kind: Item['kind'],
  { fields, byDefault, keyOf = arnOf }: OrderingOptions<Item>,
): Orderings<Item> {
  const orderings = new Map<string, InventoryOrdering<Item>>()
  for (const [field, { read, hidesValues = false }] of Object.entries(fields)) {
    for (const direction of ['ASC', 'DESC'] as const) {
      const ordering: Ordering<Item> = {
        kind,
        order: `${field} ${direction}`,
        direction,
        hidesValues,
        keysetOf: (item) => ({ value: read(item) ?? null, key: keyOf(item) }),
      }
      orderings.set(ordering.order, fixedOrdering(ordering))
    }
  }
  return (order) => {
    const { field, direction } = order ?? byDefault
    const ordering = orderings.get(`${field} ${direction}`)
    if (ordering === undefined) throw new Error(`No ordering is defined for ${field} ${direction}.`)
    return ordering
  }
}
