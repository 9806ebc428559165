import { type CachedOptions, createCached, type Observation, type ReadOptions } from './cached.ts'
import { type ChangeLog, createChangeLog, type LogBounds } from './change-log.ts'
import { diff, diffOne } from './diff.ts'
import { createItemSet, type ItemSet } from './item-set.ts'
import type { Image, ImageBuilder } from './resources.ts'

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

/** What was seen of one resource, apart from any listing: itself, or that it is not there. */
export interface Sighting<Item> {
  readonly item: Item | undefined
  /** The number that the sequence gave the start of the observation. */
  readonly sequence: number
  /** Epoch milliseconds of its arrival. */
  readonly observedAt: number
  /** On what a mutation returned: whether what AWS shows later is still from before that mutation. */
  readonly isBefore?: (shown: Item | undefined) => boolean
}

/** Every resource of one kind in one target: listed as a whole, corrected by single sightings. */
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
  /** The newest single sighting of an ARN since the newest listing. */
  sighted(arn: string): Sighting<Item> | undefined
  /** Feeds a single sighting in; an older one than what is known changes nothing. */
  sight(arn: string, sighting: Sighting<Item>): void
  /** Something was changed that no sighting tells: the next read lists anew. */
  invalidate(): void
  /** The number that the sequence gave the last invalidation: what began before it serves no longer. */
  changedAt(): number
}

/** What a collection is made of: how to list it, by ARN, and how much of its changes to keep. */
export interface CollectionOptions<Item> extends CachedOptions<ReadonlyMap<string, Item>> {
  readonly bounds: LogBounds
  /** How long what a mutation returned may stay on top of what AWS shows. */
  readonly overlayMs: number
}

/** Makes a collection; nothing is listed before somebody reads. */
export function createCollection<Item extends Image | ImageBuilder>(
  options: CollectionOptions<Item>,
): Collection<Item> {
  const { what: key, clock, freshness, overlayMs } = options
  const sightings = new Map<string, Sighting<Item>>()
  const log = createChangeLog<Item>(options)
  const listeners = new Set<() => void>()
  /** What is there as far as is known; undefined before the first listing. */
  let current: Map<string, Item> | undefined
  /** `current` as it was given out last; made anew once, however many sightings come in together. */
  let view: Snapshot<Item> | undefined

  const listing = createCached<ReadonlyMap<string, Item>>({
    ...options,
    async load(started, call) {
      const items = await options.load(started, call)
      // What the listing may have missed, having begun before it, stays on top of it.
      for (const [arn, sighting] of sightings) {
        if (sighting.sequence <= started && !outlasts(sighting, items.get(arn))) sightings.delete(arn)
      }
      return items
    },
    onObserved(listed) {
      const before = current
      current = withSightings(listed)
      view = undefined
      if (before !== undefined) log.append(diff(before, current))
      for (const listener of listeners) listener()
    },
  })

  /** Whether what a mutation returned stays on top of what AWS shows now. */
  function outlasts({ isBefore, observedAt }: Sighting<Item>, shown: Item | undefined): boolean {
    return isBefore !== undefined && clock.now() - observedAt < overlayMs && isBefore(shown)
  }

  /** Sightings come and go in the order of their arrival, so the oldest are met first. */
  function forgetOldSightings(): void {
    for (const [arn, { observedAt }] of sightings) {
      if (clock.now() - observedAt <= freshness.staleIfErrorMs) return
      sightings.delete(arn)
    }
  }

  function withSightings({ value, sequence }: Observation<ReadonlyMap<string, Item>>): Map<string, Item> {
    const items = new Map(value)
    for (const [arn, sighting] of sightings) {
      if (sighting.sequence <= sequence && sighting.isBefore === undefined) continue
      if (sighting.item === undefined) items.delete(arn)
      else items.set(arn, sighting.item)
    }
    return items
  }

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
    sighted: (arn) => sightings.get(arn),
    invalidate: listing.invalidate,
    changedAt: listing.changedAt,
    sight(arn, sighting) {
      const known = sightings.get(arn)
      if (Math.max(known?.sequence ?? 0, listing.latest()?.sequence ?? 0) > sighting.sequence) return
      if (known !== undefined && sighting.isBefore === undefined && outlasts(known, sighting.item)) return
      sightings.delete(arn)
      forgetOldSightings()
      sightings.set(arn, sighting)
      if (current === undefined) return
      const before = current.get(arn)
      if (sighting.item === undefined) current.delete(arn)
      else current.set(arn, sighting.item)
      view = undefined
      log.append(diffOne(before, sighting.item))
    },
  }
}

/** An item by its name as it was seen last, however long ago; its ARN finds it where it was never listed. */
export function lastSeen<Item extends Image | ImageBuilder>(
  collection: Collection<Item>,
  name: string,
  arn: string | undefined,
): Item | undefined {
  const listed = collection.latest()?.items.values()
  const sighted = arn === undefined ? undefined : collection.sighted(arn)
  return listed?.find((item) => item.name === name) ?? sighted?.item
}
