import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import { DEFAULT_PAGE_SIZE, type Page } from './page.ts'

/** A page, and how many items there are behind it. */
export interface CountedPage<Item> extends Page<Item> {
  /** Of all that match, on this page or not. */
  readonly totalCount: number
  /** When the oldest answer used was complete; null where nothing had to be read. */
  readonly observedAt: Date | null
}

/** What a page costs, for those who count before they ask: as many items as `first` or `last` says. */
export const pageSize = {
  listSize: {
    slicingArguments: ['first', 'last'],
    sizedFields: ['edges', 'nodes'],
    assumedSize: DEFAULT_PAGE_SIZE,
    requireOneSlicingArgument: false,
  },
}

/**
 * Makes the connection type `<name>Connection` and its edge type `<name>Edge`; `implement` adds the fields that every
 * connection has, and the caller's.
 */
export function connectionType<Item, Connection extends CountedPage<Item> = CountedPage<Item>>(
  name: string,
  node: ObjectRef<SchemaTypes, Item>,
) {
  const edge = builder.objectRef<{ readonly cursor: string; readonly node: Item }>(`${name}Edge`)
  edge.implement({
    description: `An item of ${name}Connection, and its place there.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'The item’s place in this order; opaque.' }),
      // Pothos' conditional type of a resolver stays open over a type parameter.
      node: t.field({ type: node, description: 'The item.', resolve: (parent) => parent.node as never }),
    }),
  })
  const connection = builder.objectRef<Connection>(`${name}Connection`)
  builder.objectFields(connection, (t) => ({
    edges: t.field({
      type: [edge],
      description: 'The items of this page, each with its cursor.',
      resolve: (page) => page.edges,
    }),
    nodes: t.field({
      type: [node],
      description: 'The items of this page.',
      resolve: (page) => page.edges.map((item) => item.node),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where this page stands.',
      resolve: (page) => page.pageInfo,
    }),
    totalCount: t.int({
      description: 'How many items match in all, of what could be read.',
      resolve: (page) => page.totalCount,
    }),
    observedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the oldest of AWS’s answers used here had arrived; null where nothing had to be read.',
      resolve: (page) => page.observedAt,
    }),
  }))
  return connection
}
