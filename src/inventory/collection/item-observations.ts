import type { Clock } from '../../clock.ts'
import type { Freshness } from '../cache/reads.ts'
import type { AnyResource } from '../resources.ts'
import { isBeforeWrite, type OverlayRule } from './overlay.ts'

/** Observation of a single resource, or of its absence, outside a listing. */
export interface ItemObservation<Item> {
  readonly item: Item | undefined
  /** Sequence number of the start of the read. */
  readonly sequence: number
  /** Epoch milliseconds at which the response arrived. */
  readonly observedAt: number
  /** Present on an optimistic overlay (result of a mutation). Applies while AWS still shows the state before it. */
  readonly rule?: OverlayRule
  /** Present on an ended overlay, which overrides only observations that started before this sequence number. */
  readonly endedBy?: number
  /**
   * Sequence number of the commit, for an observation of another replica or a restored one. Its order with reads that
   * started before the commit is unknown, so it never satisfies a `no-cache` read.
   */
  readonly landed?: number
}

/** Result of merging a listing with the observations that it may lack. */
export interface MergedListing<Item> {
  readonly items: Map<string, Item>
  /** Keys of the observations that the listing replaces. */
  readonly dropped: readonly string[]
}

/** Single observations newer than the latest listing, and overlays that AWS has not confirmed yet. */
export interface ItemObservations<Item> {
  get(key: string): ItemObservation<Item> | undefined
  all(): ReadonlyMap<string, ItemObservation<Item>>
  /** Returns false if a newer observation or an overlay takes precedence over this one. */
  accepts(key: string, observation: ItemObservation<Item>): boolean
  /** Stores an observation. */
  set(key: string, observation: ItemObservation<Item>): void
  /** Ends the overlay of this name, because AWS may have changed the resource. Later observations replace it. */
  endOverlay(name: string, endedBy: number): void
  /** Records the start of a listing. Until it ends, observations that it may lack are kept. */
  listingBegan(sequence: number): void
  listingFailed(sequence: number): void
  /** Merges a listing with the observations that it may lack. */
  merge(listed: ReadonlyMap<string, Item>, sequence: number): MergedListing<Item>
  /** Removes the observations that a listing replaces. */
  listed(sequence: number, dropped: readonly string[]): void
  /** Replaces all observations. */
  replace(observations: Iterable<readonly [string, ItemObservation<Item>]>): void
}

/** Maximum number of observations per collection, since clients choose the keys. The oldest are evicted first. */
const MAX_KEPT = 10_000

/** Creates the store of the single observations of one collection. */
export function createItemObservations<Item extends AnyResource>(dependencies: {
  readonly clock: Clock
  readonly freshness: Freshness
  readonly overlayMs: number
}): ItemObservations<Item> {
  const { clock, freshness, overlayMs } = dependencies
  /** Ordered by arrival. */
  const observations = new Map<string, ItemObservation<Item>>()
  const listingsUnderWay = new Set<number>()
  /** Sequence number of the newest evicted observation. Older ones are rejected. */
  let forgottenUpTo = 0
  // Overlays are kept for their full lifetime, even if stale values are served only briefly.
  const keepMs = Math.max(freshness.staleIfErrorMs, freshness.maxStalenessMs, overlayMs)

  function isOverlay({ rule, observedAt }: ItemObservation<Item>): boolean {
    return rule !== undefined && clock.now() - observedAt < overlayMs
  }

  /** Returns true if an overlay takes precedence over a read with this sequence number. */
  function overlayTakesPrecedence(
    overlay: ItemObservation<Item>,
    shown: Item | undefined,
    began: number,
  ): boolean {
    const { rule, item, endedBy = Number.POSITIVE_INFINITY } = overlay
    return rule !== undefined && isOverlay(overlay) && began <= endedBy && isBeforeWrite(rule, shown, item)
  }

  function forgetOld(): void {
    for (const [key, observation] of observations) {
      const isExpired = listingsUnderWay.size === 0 && clock.now() - observation.observedAt > keepMs
      if (!isExpired && observations.size <= MAX_KEPT) return
      if (!isExpired && isOverlay(observation)) continue
      observations.delete(key)
      forgottenUpTo = Math.max(forgottenUpTo, orderOf(observation))
    }
  }

  return {
    get: (key) => observations.get(key),
    all: () => observations,
    accepts(key, observation) {
      const known = observations.get(key)
      if ((known === undefined ? forgottenUpTo : orderOf(known)) > observation.sequence) return false
      const isOfWrite = observation.rule !== undefined
      return (
        known === undefined ||
        isOfWrite ||
        !overlayTakesPrecedence(known, observation.item, observation.sequence)
      )
    },
    set(key, observation) {
      observations.delete(key)
      observations.set(key, observation)
      forgetOld()
    },
    endOverlay(name, endedBy) {
      for (const [key, observation] of observations) {
        const isOverlayOfName = observation.rule !== undefined && observation.item?.name === name
        // Replaced in place, to keep the order of arrival.
        if (isOverlayOfName) observations.set(key, { endedBy, ...observation })
      }
    },
    listingBegan: (sequence) => void listingsUnderWay.add(sequence),
    listingFailed: (sequence) => void listingsUnderWay.delete(sequence),
    merge(listed, sequence) {
      const items = new Map(listed)
      const dropped: string[] = []
      for (const [key, observation] of observations) {
        const isOlder = orderOf(observation) <= sequence
        if (isOlder && !overlayTakesPrecedence(observation, items.get(key), sequence)) dropped.push(key)
        else if (observation.item === undefined) items.delete(key)
        else items.set(key, observation.item)
      }
      return { items, dropped }
    },
    listed(sequence, dropped) {
      for (const key of dropped) observations.delete(key)
      // Listings that started earlier can no longer become the latest.
      for (const began of listingsUnderWay) if (began <= sequence) listingsUnderWay.delete(began)
    },
    replace(replaced) {
      observations.clear()
      for (const [key, observation] of replaced) observations.set(key, observation)
      forgottenUpTo = 0
    },
  }
}

/** Returns the sequence number up to which reads count as earlier than an observation. */
function orderOf({ sequence, landed = sequence }: ItemObservation<unknown>): number {
  return landed
}
