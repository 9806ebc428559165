import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import { DEFAULT_PAGE_SIZE, type Page } from './page.ts'

/** Page of items, with the total count. */
export interface CountedPage<Item> extends Page<Item> {
  /** Number of matching items on all pages. */
  readonly totalCount: number
  /** Arrival time of the oldest AWS response used; null if nothing had to be read. */
  readonly observedAt: Date | null
  /** True if a response used was older than its maximum age, because AWS failed or is slow. */
  readonly isStale: boolean
}

/** Query cost of a page: `first` or `last` items. */
export const pageSize = {
  listSize: {
    slicingArguments: ['first', 'last'],
    sizedFields: ['edges', 'nodes'],
    assumedSize: DEFAULT_PAGE_SIZE,
    requireOneSlicingArgument: false,
  },
}

/** An item of a page, with its cursor. */
export interface Edge<Item> {
  readonly cursor: string
  readonly node: Item
}

/** Creates the edge type `<name>Edge`; the caller may add fields. */
export function edgeType<Item, Type extends Edge<Item> = Edge<Item>>(
  name: string,
  node: ObjectRef<SchemaTypes, Item>,
): ObjectRef<SchemaTypes, Type> {
  return builder.objectRef<Type>(`${name}Edge`).implement({
    description: `Edge of ${name}Connection.`,
    fields: (t) => ({
      cursor: t.string({
        description: 'Opaque cursor of the item in the selected order.',
        resolve: ({ cursor }) => cursor,
      }),
      // Pothos' conditional type of a resolver stays open over a type parameter.
      node: t.field({ type: node, description: 'The item.', resolve: (parent) => parent.node as never }),
    }),
  })
}

/**
 * Creates the connection type `<name>Connection` and its edge type, if that is not given; `implement` adds the fields
 * that every connection has, and the caller's.
 */
export function connectionType<Item, Connection extends CountedPage<Item> = CountedPage<Item>>(
  name: string,
  node: ObjectRef<SchemaTypes, Item>,
  edge: ObjectRef<SchemaTypes, Connection['edges'][number]> = edgeType(name, node),
) {
  const connection = builder.objectRef<Connection>(`${name}Connection`)
  builder.objectFields(connection, (t) => ({
    edges: t.field({
      type: [edge],
      description: 'Items of this page, with their cursors.',
      // Pothos' conditional type of a resolver stays open over a type parameter.
      resolve: (page) => page.edges as never,
    }),
    nodes: t.field({
      type: [node],
      description: 'Items of this page.',
      resolve: (page) => page.edges.map((item) => item.node),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Position of this page in the connection.',
      resolve: (page) => page.pageInfo,
    }),
    totalCount: t.int({
      description: 'Number of matching items on all pages, over all targets that could be read.',
      resolve: (page) => page.totalCount,
    }),
    observedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'Arrival time of the oldest AWS response that the data is from. Null if no data was needed.',
      resolve: (page) => page.observedAt,
    }),
    isStale: t.boolean({
      description:
        'True if the data is older than its maximum age because AWS failed or is slow; `extensions.stale` has the reason. Retry later for current data.',
      resolve: (page) => page.isStale,
    }),
  }))
  return connection
}

/** Sort direction. */
export const OrderDirection = builder.enumType('AppStreamOrderDirection', {
  description: 'Sort direction.',
  values: {
    ASC: { description: 'Ascending: smallest or oldest first.' },
    DESC: { description: 'Descending: largest or newest first.' },
  } as const,
})
