import { isUpstreamError } from '../../appstream/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { Collection, Snapshot } from '../../inventory/collection.ts'
import type { Image, ImageBuilder } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import type { InventoryOrdering } from './order.ts'
import { cutPage, type PageRequest, sortItems } from './page.ts'
import type { CountedPage } from './type.ts'

/** A target that could not be read. */
export interface TargetFailure {
  readonly target: Target
  readonly code: string
  readonly message: string
  readonly awsRequestId: string | undefined
  readonly retryable: boolean
}

/** A page of what the inventory lists, and what is to be said of the reading. */
export interface InventoryPage<Item> extends CountedPage<Item> {
  readonly failures: readonly TargetFailure[]
  readonly changeCursor: string
}

/** A part of a list: one collection of one target. */
export interface Source<Item> {
  readonly target: Target
  readonly collection: Collection<Item>
}

/** What to list, and which page of it. */
export interface Listing<Item> {
  readonly sources: readonly Source<Item>[]
  readonly ordering: InventoryOrdering<Item>
  readonly page: PageRequest<Item>
  readonly matches: (item: Item) => boolean
  /** Puts in place of what a target sees what the graph shows; `unread` are the targets that failed just now. */
  readonly asShown?: (items: readonly Item[], unread: ReadonlySet<Target>) => Promise<readonly Item[]>
}

/**
 * A page over several collections: what can be read is answered, what cannot is told.
 * @throws UpstreamError when none of the targets could be read, or each only in part and nothing matches there.
 */
export async function listInventory<Item extends Image | ImageBuilder>(
  context: GraphContext,
  { sources, ordering, page, matches, asShown }: Listing<Item>,
): Promise<InventoryPage<Item>> {
  const { snapshots, errors } = await readSources(context, sources)
  const unread = new Set(errors.keys())
  const lists = snapshots.map(async (snapshot) => {
    const sorted = snapshot.derive(ordering.sort)
    // A filter sees what the caller will see.
    return (asShown === undefined ? sorted : await asShown(sorted, unread)).filter(matches)
  })
  const items = merge(await Promise.all(lists), ordering)
  const [error] = errors.values()
  // An empty list would say that there is nothing, which nobody knows.
  if (items.length === 0 && errors.size > 0 && sources.every(({ target }) => errors.has(target))) throw error
  return {
    ...cutPage(items, page),
    totalCount: items.length,
    observedAt: oldest(snapshots),
    failures: [...errors].map(([target, reason]) => toFailure(target, reason)),
    changeCursor: context.inventory.cursor(snapshots),
  }
}

async function readSources<Item>({ loaders }: GraphContext, sources: readonly Source<Item>[]) {
  const settled = await Promise.allSettled(sources.map(({ collection }) => loaders.snapshot(collection)))
  const snapshots: Snapshot<Item>[] = []
  const errors = new Map<Target, unknown>()
  for (const [index, { target }] of sources.entries()) {
    const result = settled[index]
    if (result?.status === 'fulfilled') snapshots.push(result.value)
    if (result?.status === 'rejected') errors.set(target, result.reason)
  }
  return { snapshots, errors }
}

function toFailure(target: Target, error: unknown): TargetFailure {
  // Anything but a failed call is a mistake of ours, and fails the field.
  if (!isUpstreamError(error)) throw error
  const { code, message, awsRequestId, retryable } = error
  return { target, code, message, awsRequestId, retryable }
}

/** One sorted list without doubles: an image seen from two targets is the one that its owner sees. */
function merge<Item extends Image | ImageBuilder>(
  lists: readonly (readonly Item[])[],
  ordering: InventoryOrdering<Item>,
): readonly Item[] {
  const [first = [], ...others] = lists.filter(({ length }) => length > 0)
  if (others.length === 0) return first
  const byArn = new Map<string, Item>()
  for (const item of [first, ...others].flat()) {
    if (!byArn.has(item.arn) || item.target.accountId === item.accountId) byArn.set(item.arn, item)
  }
  return sortItems(byArn.values(), ordering)
}

function oldest(snapshots: readonly Snapshot<unknown>[]): Date | null {
  if (snapshots.length === 0) return null
  return new Date(Math.min(...snapshots.map(({ observedAt }) => observedAt)))
}
