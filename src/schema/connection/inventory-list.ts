import type { Target } from '../../appstream/target.ts'
import type { ListReader, Source } from './list-reader.ts'
import { type ListReading, type TargetFailure, toFailures } from './list-reading.ts'
import type { PageRequest } from './page.ts'
import type { CountedPage } from './type.ts'

/** Page of a list from the inventory, with the reading it comes from. */
export interface InventoryPage<Item> extends CountedPage<Item> {
  readonly failures: readonly TargetFailure[]
  /** Returns the cursor of the state that was read. Computed only if selected. */
  readonly changeCursor: () => string
}

/** Options of a listed page. */
export interface Listing<Item> {
  readonly reader: ListReader<Item>
  readonly sources: readonly Source<Item>[]
  readonly page: PageRequest<Item>
  /** Targets that the list covers. Default: the targets of the sources. */
  readonly targets?: readonly Target[] | undefined
  /** Errors of targets that were read only in part, besides those of unreadable targets. */
  readonly errors?: ReadonlyMap<Target, unknown> | undefined
  /** True if data by which the sources or items were selected was older than its maximum age. Default: false. */
  readonly isStale?: boolean | undefined
  /** True if many calls read a target: the page is then returned, with its failures, once any of them succeeds. */
  readonly isReadInParts?: boolean
  /** Returns the items to page through, in the order of the page. Cached with the reading, not computed per list. */
  readonly itemsOf: (reading: ListReading<Item>) => readonly Item[]
}

/**
 * Returns a page over several collections, with the failures of those that could not be read. Synchronous once the
 * request has read the collections: a promise for each of thousands of relations would cost more than the pages.
 * @throws UpstreamError if all targets failed and no item was found
 */
export function listInventory<Item>(
  listing: Listing<Item>,
): InventoryPage<Item> | Promise<InventoryPage<Item>> {
  const reading = listing.reader.read(listing.sources)
  return reading instanceof Promise
    ? reading.then((result) => pageOf(result, listing))
    : pageOf(reading, listing)
}

function pageOf<Item>(reading: ListReading<Item>, listing: Listing<Item>): InventoryPage<Item> {
  const { sources, page, itemsOf, errors: partial, isReadInParts = false } = listing
  const { targets = sources.map(({ target }) => target) } = listing
  const items = itemsOf(reading)
  const { observedAt } = reading
  const errors = partial === undefined ? reading.errors : new Map([...partial, ...reading.errors])
  const [error] = errors.values()
  const isUseful = items.length > 0 || (isReadInParts && observedAt !== null)
  // An empty page would claim that nothing matches, which is unknown.
  if (!isUseful && errors.size > 0 && targets.every((target) => errors.has(target))) throw error
  return {
    ...reading.page(items, page),
    totalCount: items.length,
    observedAt,
    isStale: reading.isStale || listing.isStale === true,
    failures: partial === undefined ? reading.failures() : toFailures(errors),
    changeCursor: reading.changeCursor,
  }
}
