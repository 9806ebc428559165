import { knownTime } from '../../appstream/times.ts'
import type { ItemSet } from '../../inventory/item-set.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { type Ordering, sortItems } from './page.ts'

/** An ordering of a set; `sort` is one function for each order, so that a set derives the result once. */
export interface InventoryOrdering<Item> extends Ordering<Item> {
  readonly sort: (set: ItemSet<Item>) => readonly Item[]
}

/** An order as callers ask for it. */
export interface OrderInput {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
}

/** Options of the orderings of a kind. */
export interface OrderingOptions<Item> {
  /** The value of the order's enum that means the name; `NAME` by default. */
  readonly nameField?: string
  readonly keyOf?: (item: Item) => string
}

/** Picks the ordering that a caller asked for; by name ascending by default. */
export type Orderings<Item> = (order?: OrderInput | null) => InventoryOrdering<Item>

/** Creates the orderings of a kind, ties broken by ARN, or by what else identifies its resources. */
export function createOrderings<Item extends AnyResource>(
  kind: Item['kind'],
  { nameField = 'NAME', keyOf = arnOf }: OrderingOptions<Item> = {},
): Orderings<Item> {
  const orderings = new Map<string, InventoryOrdering<Item>>()
  for (const field of [nameField, 'CREATED_TIME']) {
    for (const direction of ['ASC', 'DESC'] as const) {
      const ordering: Ordering<Item> = {
        kind,
        order: `${field} ${direction}`,
        direction,
        keysetOf: (item) => ({
          value: field === nameField ? item.name : (knownTime(item.aws.CreatedTime) ?? null),
          key: keyOf(item),
        }),
      }
      orderings.set(ordering.order, { ...ordering, sort: ({ items }) => sortItems(items.values(), ordering) })
    }
  }
  return (order) => {
    const { field, direction } = order ?? { field: nameField, direction: 'ASC' }
    const ordering = orderings.get(`${field} ${direction}`)
    if (ordering === undefined) throw new Error(`There is no order ${field} ${direction}.`)
    return ordering
  }
}
