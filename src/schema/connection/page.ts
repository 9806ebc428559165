import { badUserInput } from '../errors.ts'
import { type CursorScope, compareKeysets, decodeCursor, encodeCursor, type Keyset } from './cursor.ts'

/** Arguments of every connection. */
export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** Order of the items of a connection. */
export interface Ordering<Item> extends CursorScope {
  readonly direction: 'ASC' | 'DESC'
  readonly keysetOf: (item: Item) => Keyset
  /** True if its values must not be in cursors, such as names of persons. Cursors then hold a position instead. */
  readonly hidesValues?: boolean
}

/** Sorted items for a connection. */
export function sortItems<Item>(items: Iterable<Item>, { keysetOf, direction }: Ordering<Item>): Item[] {
  return Array.from(items, (item) => ({ item, keyset: keysetOf(item) }))
    .sort((one, other) => compareKeysets(one.keyset, other.keyset, direction))
    .map(({ item }) => item)
}

/** Validated request for a page. */
export interface PageRequest<Item> {
  /** Requests of one ordering with the same key select the same page. */
  readonly key: string
  readonly size: number
  /** End of the window from which the page is taken. */
  readonly from: 'front' | 'back'
  readonly after: Keyset | undefined
  readonly before: Keyset | undefined
  readonly ordering: Ordering<Item>
}

/** Page of a connection. */
export interface Page<Item> {
  readonly edges: readonly { readonly cursor: string; readonly node: Item }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Default page size. */
export const DEFAULT_PAGE_SIZE = 20
/** Maximum page size. */
export const MAX_PAGE_SIZE = 100

/** Validates the arguments of a connection, before anything is read. @throws BAD_USER_INPUT */
export function requestPage<Item>(args: PageArguments, ordering: Ordering<Item>): PageRequest<Item> {
  const { first, last, after, before } = args
  if (first != null && last != null) throw badUserInput('`first` and `last` cannot be used together.')
  for (const [name, size] of Object.entries({ first, last })) {
    if (size != null && (size < 1 || size > MAX_PAGE_SIZE)) {
      throw badUserInput(`\`${name}\` must be between 1 and ${MAX_PAGE_SIZE}, got ${size}.`)
    }
  }
  return {
    key: `${first ?? ''} ${last ?? ''} ${after ?? ''} ${before ?? ''}`,
    size: first ?? last ?? DEFAULT_PAGE_SIZE,
    from: last != null ? 'back' : 'front',
    after: after == null ? undefined : decodeCursor(after, ordering, 'after'),
    before: before == null ? undefined : decodeCursor(before, ordering, 'before'),
    ordering,
  }
}

/** Returns a page of sorted items. */
export function cutPage<Item>(sorted: readonly Item[], request: PageRequest<Item>): Page<Item> {
  const { ordering, after, before, size } = request
  const start = after === undefined ? 0 : countUpTo(sorted, after, ordering, true)
  const end = before === undefined ? sorted.length : countUpTo(sorted, before, ordering, false)
  const from = request.from === 'front' ? start : Math.max(start, end - size)
  const to = request.from === 'front' ? Math.min(end, start + size) : end
  const edges = sorted
    .slice(from, Math.max(from, to))
    .map((node, index) => new PageEdge(node, ordering, from + index))
  return {
    edges,
    pageInfo: new PageInfo(edges, {
      hasPreviousPage: from > 0,
      hasNextPage: Math.max(from, to) < sorted.length,
    }),
  }
}

/**
 * Position of a page. A class, because each object literal with accessors makes V8 keep its closures, and all that they
 * refer to, until the next major garbage collection.
 */
class PageInfo {
  readonly hasPreviousPage: boolean
  readonly hasNextPage: boolean
  readonly #edges: readonly { readonly cursor: string }[]

  constructor(
    edges: readonly { readonly cursor: string }[],
    { hasPreviousPage, hasNextPage }: Pick<PageInfo, 'hasPreviousPage' | 'hasNextPage'>,
  ) {
    this.#edges = edges
    this.hasPreviousPage = hasPreviousPage
    this.hasNextPage = hasNextPage
  }

  get startCursor(): string | null {
    return this.#edges[0]?.cursor ?? null
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null
  }
}

/** Item of a page. A class, so that cursors are encoded only if selected. */
class PageEdge<Item> {
  readonly node: Item
  readonly #ordering: Ordering<Item>
  readonly #position: number

  constructor(node: Item, ordering: Ordering<Item>, position: number) {
    this.node = node
    this.#ordering = ordering
    this.#position = position
  }

  get cursor(): string {
    const keyset = this.#ordering.keysetOf(this.node)
    return encodeCursor(
      this.#ordering,
      this.#ordering.hidesValues ? { ...keyset, value: this.#position } : keyset,
    )
  }
}

/** Returns the number of sorted items before a cursor, with or without its own. */
function countUpTo<Item>(
  sorted: readonly Item[],
  cursor: Keyset,
  { keysetOf, direction, hidesValues }: Ordering<Item>,
  isIncluded: boolean,
): number {
  if (!hidesValues) {
    const limit = isIncluded ? 1 : 0
    return partitionPoint(sorted, (item) => compareKeysets(keysetOf(item), cursor, direction) < limit)
  }
  const found = sorted.findIndex((item) => keysetOf(item).key === cursor.key)
  if (found !== -1) return isIncluded ? found + 1 : found
  // The item is gone, and the next one has moved to its position.
  const position = typeof cursor.value === 'number' ? Math.trunc(cursor.value) : 0
  return Math.min(Math.max(0, position), sorted.length)
}

/** Returns the index of the first item that fails a test; binary search. */
function partitionPoint<Item>(sorted: readonly Item[], passes: (item: Item) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = sorted[middle]
    if (item !== undefined && passes(item)) low = middle + 1
    else high = middle
  }
  return low
}
