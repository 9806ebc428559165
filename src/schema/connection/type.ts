import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import { DEFAULT_PAGE_SIZE, type Page } from './page.ts'

/** Page of items, with the total count. */
export interface CountedPage<Item> extends Page<Item> {
  /** Number of matching items on all pages. */
  readonly totalCount: number
  /** Arrival time of the oldest AWS response used; null if nothing had to be read. */
  readonly observedAt: Date | null
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

/**
 * Creates the connection type `<name>Connection` and its edge type `<name>Edge`. `implement` adds the fields common to
 * all connections and those of the caller.
 */
export function connectionType<Item, Connection extends CountedPage<Item> = CountedPage<Item>>(
  name: string,
  node: ObjectRef<SchemaTypes, Item>,
) {
  const edge = builder.objectRef<{ readonly cursor: string; readonly node: Item }>(`${name}Edge`)
  edge.implement({
    description: `Edge of ${name}Connection.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Opaque cursor of the item in the selected order.' }),
      // Pothos' conditional type of a resolver stays open over a type parameter.
      node: t.field({ type: node, description: 'The item.', resolve: (parent) => parent.node as never }),
    }),
  })
  const connection = builder.objectRef<Connection>(`${name}Connection`)
  builder.objectFields(connection, (t) => ({
    edges: t.field({
      type: [edge],
      description: 'Items of this page, with their cursors.',
      resolve: (page) => page.edges,
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
      description: 'Arrival time of the oldest AWS response used here. Null if no data was needed.',
      resolve: (page) => page.observedAt,
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
