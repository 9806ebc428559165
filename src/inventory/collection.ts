import { type CachedOptions, createCached, type Freshness, type ReadOptions } from './cached.ts'
import { type ChangeLog, createChangeLog, type LogBounds } from './change-log.ts'
import { diff, diffOne, isOtherState } from './diff.ts'
import { createItemObservations, type ItemObservation } from './item-observations.ts'
import { createItemSet, type ItemSet } from './item-set.ts'
import { type AnyResource, approximateBytes } from './resources.ts'

/** A whole listing of one kind in one target, with what was seen of single resources since. */
export interface Snapshot<Item> extends ItemSet<Item> {
  /** Names the collection, e.g. `default@us-east-1/imageBuilders`. */
  readonly key: string
  /** Epoch milliseconds of the arrival of the listing's last page. */
  readonly observedAt: number
  /** The number that the sequence gave the start of the listing. */
  readonly sequence: number
  /** The number of the latest change that it shows, in the collection's log. */
  readonly version: number
}

/** Every resource of one kind in one target: listed as a whole, corrected by single observations. */
export interface Collection<Item> {
  readonly key: string
  /** Every change that any observation showed. */
  readonly log: ChangeLog<Item>
  /** Has a listener told of each listing, once its changes are in the log; the result ends that. */
  onListed(listener: () => void): () => void
  /** A snapshot that these options allow. @throws UpstreamError when AWS fails and none may be served instead. */
  read(options: ReadOptions): Promise<Snapshot<Item>>
  /** The snapshot if these options allow it as it is. */
  peek(options: ReadOptions): Snapshot<Item> | undefined
  /** The newest snapshot, however old. */
  latest(): Snapshot<Item> | undefined
  /** How old its resources may be, listed or observed singly. */
  readonly freshness: Freshness
  /** Returns the latest single observation of an ARN since the latest listing. */
  observed(arn: string): ItemObservation<Item> | undefined
  /** Returns the latest observation of an ARN, single or by the listing; undefined if there was neither. */
  known(arn: string): ItemObservation<Item> | undefined
  /** Applies a single observation; one that began before the latest known one changes nothing. */
  observe(arn: string, observation: ItemObservation<Item>): void
  /** Ends the overlay that a mutation of this name left: what begins from now on replaces it. */
  endOverlay(name: string): void
  /** Something was changed that no observation shows: the next read lists anew. */
  invalidate(): void
  /** The number that the sequence gave the last invalidation: what began before it serves no longer. */
  changedAt(): number
}

/** What a collection is made of: how to list it, by what identifies the resources, and how much of its changes to keep. */
export interface CollectionOptions<Item> extends CachedOptions<ReadonlyMap<string, Item>> {
  readonly bounds: LogBounds
  /** How long what a mutation returned may stay on top of what AWS shows. */
  readonly overlayMs: number
  /** Whether two observations of a resource differ in what subscribers have to know; in their states by default. */
  readonly isChanged?: (before: Item, after: Item) => boolean
}

/** Makes a collection; nothing is listed before somebody reads. */
export function createCollection<Item extends AnyResource>(
  options: CollectionOptions<Item>,
): Collection<Item> {
  const { what: key, freshness, isChanged = isOtherState } = options
  const observations = createItemObservations<Item>(options)
  const log = createChangeLog<Item>({ ...options, bytesOf: ({ aws }) => approximateBytes(aws) })
  const listeners = new Set<() => void>()
  /** What is there as far as is known; undefined before the first listing. */
  let current: Map<string, Item> | undefined
  /** Calls to AWS that the last listing took. */
  let listingCalls = 1
  /** `current` as it was given out last; made anew once, however many observations come in together. */
  let view: Snapshot<Item> | undefined

  const listing = createCached<ReadonlyMap<string, Item>>({
    ...options,
    // Everybody shares an ordinary listing; one that is made for `no-cache` counts with its pages.
    callsFor: ({ notBefore }) => (notBefore === undefined ? 0 : listingCalls),
    async load(started, call) {
      observations.listingBegan(started)
      let sent = 0
      try {
        const items = await options.load(started, {
          signal: call.signal,
          // May change while a call waits.
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
      if (before !== undefined) log.append(diff(before, current, isChanged))
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
      if (snapshot === undefined) throw new Error(`${key} was read but holds nothing`)
      return snapshot
    },
    peek: (read) => (listing.peek(read) === undefined ? undefined : latest()),
    freshness,
    observed: observations.get,
    known(arn) {
      const single = observations.get(arn)
      const listed = listing.latest()
      if (listed === undefined || (single !== undefined && single.sequence > listed.sequence)) return single
      // What is left of single observations then is an overlay, which stands against that listing.
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
      log.append(diffOne(before, observation.item, isChanged))
    },
  }
}

/** Whether two maps hold the same objects in the same order: then what was derived from one holds for the other. */
function isSame<Item>(one: ReadonlyMap<string, Item>, other: ReadonlyMap<string, Item>): boolean {
  if (one.size !== other.size) return false
  const others = other.values()
  // Items carry the ARNs that they are found by.
  return one.values().every((item) => item === others.next().value)
}

/** An item by its name as it was seen last, however long ago; its ARN finds it where it was never listed. */
export function lastSeen<Item extends AnyResource>(
  collection: Collection<Item>,
  name: string,
  arn: string | undefined,
): Item | undefined {
  const listed = collection.latest()?.items.values()
  const observed = arn === undefined ? undefined : collection.observed(arn)
  return listed?.find((item) => item.name === name) ?? observed?.item
}
