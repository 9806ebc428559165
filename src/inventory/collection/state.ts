import type { Clock } from '../../clock.ts'
import type { CommitMeta } from '../../shared/shared.ts'
import type { Observation } from '../cache/reads.ts'
import { type AnyResource, approximateBytes } from '../resources.ts'
import { type ChangeLog, createChangeLog, type LogBounds } from './change-log.ts'
import { type Change, diff, diffOne } from './diff.ts'
import { createItemObservations, type ItemObservation, type ItemObservations } from './item-observations.ts'
import type { OverlayRule } from './overlay.ts'
import { createRecentWrites, type RecentWrites } from './recent-writes.ts'

/** Change of a collection. Contains all decisions, so that every replica applies it in the same way. */
export interface CollectionCommit<Item> {
  readonly listing?: CommittedListing<Item>
  /** Observations of single resources, by key. Those with a rule start with the commit. */
  readonly observed: readonly (readonly [string, ItemObservation<Item>])[]
  readonly changes: readonly Change<Item>[]
  /** Number of the latest change in the log after the commit. */
  readonly version: number
  /** Name of the resource whose overlay ends. */
  readonly endsOverlay?: string | undefined
  /** Name of the resource that was written. */
  readonly wrote?: string | undefined
  readonly invalidates?: boolean
}

/** Start, end and duration of a listing. */
export interface ListingTimes extends Pick<Observation<unknown>, 'sequence' | 'observedAt' | 'tookMs'> {
  /** As for an {@link ItemObservation}. */
  readonly landed?: number
}

/** Listing merged with the observations that it may lack. */
export interface CommittedListing<Item> extends ListingTimes {
  readonly items: Map<string, Item>
  /** Keys of the observations that the listing replaces. */
  readonly dropped: readonly string[]
  /** Listing of this replica from which the items were merged. */
  readonly source?: ReadonlyMap<string, Item>
}

/** Outcome of a write. */
export interface WriteOutcome<Item> {
  /** Name of the resource. */
  readonly name: string
  /** Sequence number of the start of the write. */
  readonly begun: number
  /** Resource that AWS returned, or its absence; undefined if the outcome or its order is unknown. */
  readonly result?:
    | { readonly key: string; readonly item: Item | undefined; readonly rule: OverlayRule }
    | undefined
}

/** Content of a collection that all replicas have in common. */
export interface CollectionContent<Item> {
  /** Known items; undefined before the first listing. */
  items: Map<string, Item> | undefined
  /** Latest listing. */
  listing: ListingTimes | undefined
  /** Sequence number of the last committed invalidation; 0 without one. */
  changedAt: number
  readonly observations: ItemObservations<Item>
  readonly writes: RecentWrites
  readonly log: ChangeLog<Item>
}

/** Replicated state of a collection: builds commits, which do not change it, and applies them. */
export interface CollectionState<Item> {
  readonly content: CollectionContent<Item>
  /** Returns undefined if a later listing is known. */
  buildListing(listed: Observation<ReadonlyMap<string, Item>>): CollectionCommit<Item> | undefined
  /** Returns undefined if newer observations or overlays take precedence over all of these. */
  buildObserved(
    observed: Iterable<readonly [string, ItemObservation<Item>]>,
  ): CollectionCommit<Item> | undefined
  buildWrite(outcome: WriteOutcome<Item>, observedAt: number): CollectionCommit<Item>
  buildInvalidation(): CollectionCommit<Item>
  buildEndOfOverlay(name: string): CollectionCommit<Item>
  /** Returns true if an observation takes precedence over the known one. */
  accepts(key: string, observation: ItemObservation<Item>): boolean
  apply(commit: CollectionCommit<Item>, meta: CommitMeta): void
}

/** Options of {@link createCollectionState}. */
export interface CollectionStateOptions<Item>
  extends Omit<Parameters<typeof createItemObservations>[0], 'clock'> {
  readonly clock: Clock
  readonly bounds: LogBounds
  readonly isChanged: (before: Item, after: Item) => boolean
  /**
   * Returns the known item in place of one with the same value, so that derived data stays valid. Default: listings
   * return the same objects.
   */
  readonly canonical?: ((known: Item | undefined, item: Item) => Item) | undefined
  /** Called when an item changed, before listeners of the log. */
  readonly onChanged: () => void
  /** Called after a listing, before listeners of the log. `isSame` is true if it returned the known items. */
  readonly onListed: (items: ReadonlyMap<string, Item>, isSame: boolean) => void
  readonly onInvalidated: (sequence: number) => void
}

/** Creates an empty state. */
export function createCollectionState<Item extends AnyResource>(
  options: CollectionStateOptions<Item>,
): CollectionState<Item> {
  const { isChanged, canonical } = options
  const observations = createItemObservations<Item>(options)
  const log = createChangeLog<Item>({ ...options, bytesOf: ({ aws }) => approximateBytes(aws) })
  const isLogged = options.bounds.maxEntries > 0
  const content: CollectionContent<Item> = {
    items: undefined,
    listing: undefined,
    changedAt: 0,
    observations,
    writes: createRecentWrites(),
    log,
  }

  /** Last listing, if merging it again would yield the known items. */
  let merged: { readonly source: ReadonlyMap<string, Item>; readonly items: Map<string, Item> } | undefined

  function commitOf(parts: Partial<CollectionCommit<Item>>): CollectionCommit<Item> {
    const { changes = [] } = parts
    return { observed: [], ...parts, changes, version: log.head() + changes.length }
  }

  function changesOf(observed: CollectionCommit<Item>['observed']): Change<Item>[] {
    const { items } = content
    if (items === undefined || !isLogged) return []
    return observed.flatMap(([key, { item }]) => diffOne(items.get(key), item, isChanged))
  }

  /** Returns the sequence number up to which reads count as earlier than the latest listing. */
  function listedUpTo(): number {
    const { sequence = 0, landed = sequence } = content.listing ?? {}
    return landed
  }

  function accepts(key: string, observation: ItemObservation<Item>): boolean {
    return listedUpTo() <= observation.sequence && observations.accepts(key, observation)
  }

  function setItem(key: string, item: Item | undefined): void {
    const { items } = content
    if (items === undefined || items.get(key) === item) return
    if (item === undefined) items.delete(key)
    else items.set(key, item)
    merged = undefined
    options.onChanged()
  }

  return {
    content,
    accepts,
    buildListing({ value, sequence, observedAt, tookMs }) {
      if (listedUpTo() >= sequence) return undefined
      const common = { source: value, sequence, observedAt, tookMs }
      if (merged?.source === value && merged.items === content.items && observations.all().size === 0) {
        return commitOf({ listing: { ...common, items: merged.items, dropped: [] } })
      }
      const { items, dropped } = observations.merge(value, sequence)
      if (canonical !== undefined) {
        for (const [key, item] of items) items.set(key, canonical(content.items?.get(key), item))
      }
      const changes = content.items === undefined || !isLogged ? [] : diff(content.items, items, isChanged)
      return commitOf({ listing: { ...common, items, dropped }, changes })
    },
    buildObserved(all) {
      const observed: (readonly [string, ItemObservation<Item>])[] = []
      for (const [key, observation] of all) {
        if (!accepts(key, observation)) continue
        const item = observation.item && canonical?.(content.items?.get(key), observation.item)
        observed.push([key, item === undefined ? observation : { ...observation, item }])
      }
      return observed.length === 0 ? undefined : commitOf({ observed, changes: changesOf(observed) })
    },
    buildWrite({ name, begun, result }, observedAt) {
      const common = { endsOverlay: name, wrote: name }
      // Without a known order, only a new listing reveals the state after overlapping writes.
      if (result === undefined || content.writes.lastOf(name) > begun) {
        return commitOf({ ...common, invalidates: true })
      }
      const { key, item, rule } = result
      const observed = [[key, { item, rule, observedAt, sequence: begun }] as const]
      return commitOf({ ...common, observed, changes: changesOf(observed) })
    },
    buildInvalidation: () => commitOf({ invalidates: true }),
    buildEndOfOverlay: (name) => commitOf({ endsOverlay: name }),
    apply({ listing, observed, changes, endsOverlay, wrote, invalidates }, meta) {
      const landed = meta.isOwn ? undefined : { landed: meta.sequence }
      if (endsOverlay !== undefined) observations.endOverlay(endsOverlay, meta.sequence)
      if (wrote !== undefined) content.writes.add(wrote, meta.sequence)
      if (listing !== undefined) {
        observations.listed(listing.sequence, listing.dropped)
        const { items, source, sequence, observedAt, tookMs } = listing
        const isSame = content.items === items
        content.items = items
        merged = source && observations.all().size === 0 ? { source, items } : undefined
        content.listing = { sequence, observedAt, tookMs, ...landed }
        options.onListed(items, isSame)
      }
      for (const [key, observation] of observed) {
        const sequence = observation.rule === undefined ? observation.sequence : meta.sequence
        observations.set(key, { ...observation, sequence, ...landed })
        setItem(key, observation.item)
      }
      if (invalidates) {
        content.changedAt = meta.sequence
        options.onInvalidated(meta.sequence)
      }
      log.append(changes, meta)
    },
  }
}
