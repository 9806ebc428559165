import type { Shared } from '../shared/shared.ts'
import { type CachedOptions, createCached, type Freshness, type ReadOptions } from './cached.ts'
import { type ChangeLog, createChangeLog, type LogBounds } from './change-log.ts'
import { diff, diffOne, isOtherState } from './diff.ts'
import { createItemObservations, type ItemObservation } from './item-observations.ts'
import { createItemSet, type ItemSet } from './item-set.ts'
import { type AnyResource, approximateBytes } from './resources.ts'

/** Complete listing of one kind in one target, updated by later observations of single resources. */
export interface Snapshot<Item> extends ItemSet<Item> {
  /** Name of the collection, e.g. `default@us-east-1/imageBuilders`. */
  readonly key: string
  /** Epoch milliseconds at which the last page of the listing arrived. */
  readonly observedAt: number
  /** Sequence number of the start of the listing. */
  readonly sequence: number
  /** Number of the latest change in the collection's log that the snapshot includes. */
  readonly version: number
}

/** All resources of one kind in one target: listed completely, then updated by observations of single resources. */
export interface Collection<Item> {
  readonly key: string
  /** Log of the changes that observations revealed. */
  readonly log: ChangeLog<Item>
  /** Calls a listener after each listing, once its changes are logged; returns a function that removes it. */
  onListed(listener: () => void): () => void
  /** Returns a snapshot that these options allow. @throws UpstreamError if AWS fails and no older one may be served */
  read(options: ReadOptions): Promise<Snapshot<Item>>
  /** Returns the snapshot if these options allow it; never waits for AWS. */
  peek(options: ReadOptions): Snapshot<Item> | undefined
  /** Returns the number of calls that a read would take from the call budget. */
  callsToRead(options: ReadOptions): number
  /** Returns the newest snapshot, of any age. */
  latest(): Snapshot<Item> | undefined
  /** Maximum age of the resources, whether listed or observed singly. */
  readonly freshness: Freshness
  /** Returns the latest single observation of an ARN since the latest listing. */
  observed(arn: string): ItemObservation<Item> | undefined
  /** Returns the latest observation of an ARN, from a single read or the listing; undefined if there is none. */
  known(arn: string): ItemObservation<Item> | undefined
  /** Applies a single observation. Ignores it if a known one started later. */
  observe(arn: string, observation: ItemObservation<Item>): void
  /** Ends the overlay of a mutation of this name, so that observations starting from now on replace it. */
  endOverlay(name: string): void
  /** Invalidates the listing after a change with an unknown result, so that the next read lists again. */
  invalidate(): void
  /** Returns the sequence number of the last invalidation; observations that started earlier are no longer served. */
  changedAt(): number
}

/** Options of a collection: its listing, its key function and the bounds of its log. */
export interface CollectionOptions<Item> extends CachedOptions<ReadonlyMap<string, Item>> {
  readonly shared: Pick<Shared, 'membership' | 'position'>
  readonly bounds: LogBounds
  /** Maximum milliseconds for which the result of a mutation overlays older state from AWS. */
  readonly overlayMs: number
  /** True if every listing counts against the call budget. Default: only listings with `no-cache` count. */
  readonly countsListings?: boolean
  /**
   * Returns true if the difference between two observations is reported to subscribers. Default: if the state differs.
   */
  readonly isChanged?: (before: Item, after: Item) => boolean
}

/** Creates a collection; the first read lists it. */
export function createCollection<Item extends AnyResource>(
  options: CollectionOptions<Item>,
): Collection<Item> {
  const { what: key, freshness, countsListings = false, isChanged = isOtherState } = options
  const observations = createItemObservations<Item>(options)
  const log = createChangeLog<Item>({ ...options, bytesOf: ({ aws }) => approximateBytes(aws) })
  const listeners = new Set<() => void>()
  /** Known items; undefined before the first listing. */
  let current: Map<string, Item> | undefined
  /** Number of AWS calls of the last listing. */
  let listingCalls = 1
  /** Snapshot of `current`, rebuilt on the next read after any number of observations. */
  let view: Snapshot<Item> | undefined

  const listing = createCached<ReadonlyMap<string, Item>>({
    ...options,
    // Readers share ordinary listings at no cost. A listing with `no-cache` costs one call per page.
    callsFor: ({ notBefore }) => (countsListings || notBefore !== undefined ? listingCalls : 0),
    async load(started, call) {
      observations.listingBegan(started)
      let sent = 0
      try {
        const items = await options.load(started, {
          signal: call.signal,
          // May change during a call.
          get purpose() {
            return call.purpose
          },
          onSend() {
            sent++
            call.onSend?.()
          },
        })
        listingCalls = Math.max(1, sent)
        return items
      } catch (error) {
        observations.listingFailed(started)
        throw error
      }
    },
    onObserved(listed) {
      const before = current
      current = observations.reconcile(listed)
      const { sequence, observedAt } = listed
      view = view && isSame(view.items, current) ? { ...view, sequence, observedAt } : undefined
      if (before !== undefined) log.append(diff(before, current, isChanged), options.shared.position())
      for (const listener of listeners) listener()
    },
  })

  function latest(): Snapshot<Item> | undefined {
    const listed = listing.latest()
    if (listed === undefined || current === undefined) return undefined
    if (view === undefined) {
      const { sequence, observedAt } = listed
      const items = createItemSet(new Map(current))
      view = { ...items, key, sequence, observedAt, version: log.head() }
    }
    return view
  }

  return {
    key,
    log,
    latest,
    onListed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async read(read) {
      await listing.read(read)
      const snapshot = latest()
      if (snapshot === undefined) throw new Error(`${key} was read but has no snapshot.`)
      return snapshot
    },
    callsToRead: listing.callsToRead,
    peek: (read) => (listing.peek(read) === undefined ? undefined : latest()),
    freshness,
    observed: observations.get,
    known(arn) {
      const single = observations.get(arn)
      const listed = listing.latest()
      if (listed === undefined || (single !== undefined && single.sequence > listed.sequence)) return single
      // Remaining single observations are overlays, which take precedence over the listing.
      const { sequence, observedAt } = listed
      return { ...single, item: current?.get(arn), sequence, observedAt }
    },
    endOverlay: observations.endOverlay,
    invalidate: listing.invalidate,
    changedAt: listing.changedAt,
    observe(arn, observation) {
      if ((listing.latest()?.sequence ?? 0) > observation.sequence) return
      if (!observations.add(arn, observation)) return
      if (current === undefined) return
      const before = current.get(arn)
      if (observation.item === undefined) current.delete(arn)
      else current.set(arn, observation.item)
      view = undefined
      log.append(diffOne(before, observation.item, isChanged), options.shared.position())
    },
  }
}

/** Returns true if two maps contain the same objects in the same order, so that derived data stays valid. */
function isSame<Item>(one: ReadonlyMap<string, Item>, other: ReadonlyMap<string, Item>): boolean {
  if (one.size !== other.size) return false
  const others = other.values()
  // The keys of the items are their ARNs.
  return one.values().every((item) => item === others.next().value)
}

/** Returns the last known item of a name, of any age. Before the first listing, looks it up by ARN. */
export function lastSeen<Item extends AnyResource>(
  collection: Collection<Item>,
  name: string,
  arn: string | undefined,
): Item | undefined {
  const listed = collection.latest()?.items.values()
  const observed = arn === undefined ? undefined : collection.observed(arn)
  return listed?.find((item) => item.name === name) ?? observed?.item
}

/** Returns true if a change with an unknown result happened since the last listing. Only a new listing reveals it. */
export function hasUnlistedChange(collection: Pick<Collection<unknown>, 'changedAt' | 'latest'>): boolean {
  return collection.changedAt() > (collection.latest()?.sequence ?? 0)
}
