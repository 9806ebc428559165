import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { ItemSet } from '../../inventory/collection/item-set.ts'
import type { Snapshot } from '../../inventory/collection/snapshot.ts'
import type { InventoryOrdering } from './order.ts'
import { cutPage, type Page, type PageRequest } from './page.ts'

/** Target that could not be read. */
export interface TargetFailure {
  readonly target: Target
  readonly code: string
  readonly message: string
  readonly awsRequestId: string | undefined
  readonly retryable: boolean
}

/** Filter of a caller. Filters with the same key match the same items. */
export interface Filter<Item> {
  readonly key: string
  readonly matches: (item: Item) => boolean
  /** Errors of targets with items that could not be evaluated. Such items do not match. */
  readonly errors?: ReadonlyMap<Target, unknown>
  /** True if data that it evaluates was older than its maximum age. Default: false. */
  readonly isStale?: boolean
}

/** Several collections read as one list, by one request. */
export interface ListReading<Item> {
  /** Merged items of all readable collections. */
  readonly view: ItemSet<Item>
  /** Failures of targets that could not be read, or only in part. */
  readonly errors: ReadonlyMap<Target, unknown>
  /** Returns the failures in public form; rethrows errors other than upstream errors. */
  failures(): readonly TargetFailure[]
  /** Arrival time of the oldest AWS response used; null if nothing was read. */
  readonly observedAt: Date | null
  /** True if a collection was read beyond its maximum age, because AWS failed or is slow. */
  readonly isStale: boolean
  /** Cursor of the state that was read. */
  changeCursor(): string
  /** Returns the items that match a filter, or all. Computed once per order and filter key. */
  list(ordering: InventoryOrdering<Item>, filter: Filter<Item> | undefined): readonly Item[]
  /** Returns a page of such a list, or of a relation derived from the view. Computed once per list and page. */
  page(items: readonly Item[], request: PageRequest<Item>): Page<Item>
}

/** Options of a reading. */
export interface ListReadingOptions<Item> extends Pick<ListReading<Item>, 'view' | 'errors' | 'isStale'> {
  readonly snapshots: readonly Snapshot<Item>[]
  readonly cursor: () => string
}

/** Creates a reading. */
export function createListReading<Item>({
  view,
  errors,
  isStale,
  snapshots,
  cursor,
}: ListReadingOptions<Item>): ListReading<Item> {
  const filtered = new Map<string, readonly Item[]>()
  const pages = new Map<readonly Item[], Map<string, Page<Item>>>()
  let failures: readonly TargetFailure[] | undefined
  let changeCursor: string | undefined
  return {
    view,
    errors,
    isStale,
    observedAt: oldest(snapshots),
    failures() {
      failures ??= toFailures(errors)
      return failures
    },
    changeCursor() {
      changeCursor ??= cursor()
      return changeCursor
    },
    list(ordering, filter) {
      const sorted = view.derive(ordering.sort)
      if (filter === undefined) return sorted
      const key = `${ordering.order} ${filter.key}`
      const result = filtered.get(key) ?? sorted.filter(filter.matches)
      filtered.set(key, result)
      return result
    },
    page(items, request) {
      const known = pages.get(items) ?? new Map<string, Page<Item>>()
      pages.set(items, known)
      const page = known.get(request.key) ?? cutPage(items, request)
      known.set(request.key, page)
      return page
    },
  }
}

/** Returns the failures of targets in public form. Rethrows errors other than upstream errors. */
export function toFailures(errors: ReadonlyMap<Target, unknown>): readonly TargetFailure[] {
  return [...errors].map(([target, reason]) => toFailure(target, reason))
}

function toFailure(target: Target, error: unknown): TargetFailure {
  // Any other error is a bug and fails the field.
  if (!isUpstreamError(error)) throw error
  const { code, message, awsRequestId, retryable } = error
  return { target, code, message, awsRequestId, retryable }
}

function oldest(snapshots: readonly Snapshot<unknown>[]): Date | null {
  if (snapshots.length === 0) return null
  return new Date(Math.min(...snapshots.map(({ observedAt }) => observedAt)))
}
