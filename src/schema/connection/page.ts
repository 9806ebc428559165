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
  const { keysetOf, direction } = ordering
  const start =
    after === undefined
      ? 0
      : partitionPoint(sorted, (item) => compareKeysets(keysetOf(item), after, direction) <= 0)
  const end =
    before === undefined
      ? sorted.length
      : partitionPoint(sorted, (item) => compareKeysets(keysetOf(item), before, direction) < 0)
  const from = request.from === 'front' ? start : Math.max(start, end - size)
  const to = request.from === 'front' ? Math.min(end, start + size) : end
  const edges = sorted.slice(from, Math.max(from, to)).map((node) => new PageEdge(node, ordering))
  return {
    edges,
    pageInfo: {
      hasPreviousPage: from > 0,
      hasNextPage: Math.max(from, to) < sorted.length,
      get startCursor() {
        return edges[0]?.cursor ?? null
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null
      },
    },
  }
}

/** Item of a page. A class, so that cursors are encoded only if selected. */
class PageEdge<Item> {
  readonly node: Item
  readonly #ordering: Ordering<Item>

  constructor(node: Item, ordering: Ordering<Item>) {
    this.node = node
    this.#ordering = ordering
  }

  get cursor(): string {
    return encodeCursor(this.#ordering, this.#ordering.keysetOf(this.node))
  }
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
