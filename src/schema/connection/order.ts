import { knownTime } from '../../appstream/times.ts'
import type { ItemSet } from '../../inventory/item-set.ts'
import type { Image, ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { type Ordering, sortItems } from './page.ts'

/** The direction of every order. */
export const OrderDirection = builder.enumType('AppStreamOrderDirection', {
  description: 'A direction to sort in.',
  values: {
    ASC: { description: 'Smallest, or oldest, first.' },
    DESC: { description: 'Largest, or newest, first.' },
  } as const,
})

/** The fields that images and image builders can be ordered by. */
export const orderFields = {
  NAME: { description: 'By name, by code units.' },
  CREATED_TIME: { description: 'By the time of creation; what has none comes last, in both directions.' },
} as const

/** An ordering of a set; `sort` is one function for each order, so that a set derives the result once. */
export interface InventoryOrdering<Item> extends Ordering<Item> {
  readonly sort: (set: ItemSet<Item>) => readonly Item[]
}

/** An order as callers ask for it. */
export interface OrderInput {
  readonly field: keyof typeof orderFields
  readonly direction: 'ASC' | 'DESC'
}

/** Makes the orderings of a kind, ties broken by ARN; the result picks one, by name ascending unless told. */
export function createOrderings<Item extends Image | ImageBuilder>(kind: Item['kind']) {
  const orderings = new Map<string, InventoryOrdering<Item>>()
  for (const field of ['NAME', 'CREATED_TIME'] as const) {
    for (const direction of ['ASC', 'DESC'] as const) {
      const ordering: Ordering<Item> = {
        kind,
        order: `${field} ${direction}`,
        direction,
        keysetOf: ({ name, arn, aws }) => ({
          value: field === 'NAME' ? name : (knownTime(aws.CreatedTime) ?? null),
          key: arn,
        }),
      }
      orderings.set(ordering.order, { ...ordering, sort: ({ items }) => sortItems(items.values(), ordering) })
    }
  }
  return (order?: OrderInput | null): InventoryOrdering<Item> => {
    const { field, direction } = order ?? { field: 'NAME', direction: 'ASC' }
    const ordering = orderings.get(`${field} ${direction}`)
    if (ordering === undefined) throw new Error(`There is no order ${field} ${direction}.`)
    return ordering
  }
}
