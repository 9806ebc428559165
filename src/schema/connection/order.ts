import { knownTime } from '../../appstream/model.ts'
import type { ItemSet } from '../../inventory/item-set.ts'
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

/** Options for the orderings of a kind. */
export interface OrderingOptions<Item> {
  /** Value of the order enum for the name. Default: `NAME`. */
  readonly nameField?: string
  readonly keyOf?: (item: Item) => string
  /** True if names must not be in cursors. Default: false. */
  readonly hidesNames?: boolean
}

/** Returns the requested ordering. Default: by name, ascending. */
export type Orderings<Item> = (order?: OrderInput | null) => InventoryOrdering<Item>

/** Creates the orderings of a kind. Ties are broken by ARN or, without one, by identity. */
export function createOrderings<Item extends AnyResource>(
  kind: Item['kind'],
  { nameField = 'NAME', keyOf = arnOf, hidesNames = false }: OrderingOptions<Item> = {},
): Orderings<Item> {
  const orderings = new Map<string, InventoryOrdering<Item>>()
  for (const field of [nameField, 'CREATED_TIME']) {
    for (const direction of ['ASC', 'DESC'] as const) {
      const ordering: Ordering<Item> = {
        kind,
        order: `${field} ${direction}`,
        direction,
        hidesValues: hidesNames && field === nameField,
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
    if (ordering === undefined) throw new Error(`No ordering is defined for ${field} ${direction}.`)
    return ordering
  }
}
