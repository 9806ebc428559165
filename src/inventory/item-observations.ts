import type { Freshness, Observation } from './cached.ts'
import type { Clock, Sequence } from './clock.ts'

/** Observation of a single resource, apart from any listing: the resource, or its absence. */
export interface ItemObservation<Item> {
  readonly item: Item | undefined
  /** The number that the sequence gave the start of the observation. */
  readonly sequence: number
  /** Epoch milliseconds of its arrival. */
  readonly observedAt: number
  /** Set on the result of a mutation, an optimistic overlay: whether AWS still shows the state before that mutation. */
  readonly isBefore?: (shown: Item | undefined) => boolean
  /** Set on an overlay that has ended: it stands only against what began before this number of the sequence was given. */
  readonly endedBy?: number
}

/** The single observations that are newer than the latest listing, and the overlays that AWS has not confirmed yet. */
export interface ItemObservations<Item> {
  get(arn: string): ItemObservation<Item> | undefined
  /** Keeps an observation; returns false if a newer one or an overlay stands against it. */
  add(arn: string, observation: ItemObservation<Item>): boolean
  /** Ends the overlay of this name: AWS may have changed the resource since, so what begins from now on replaces it. */
  endOverlay(name: string): void
  /** Notes that a listing has begun: until it has landed or failed, nothing that it may have missed is forgotten. */
  listingBegan(sequence: number): void
  listingFailed(sequence: number): void
  /** Returns the listed resources with the observations that the listing may have missed; forgets the others. */
  reconcile(listed: Observation<ReadonlyMap<string, Item>>): Map<string, Item>
}

/** Observations kept for one collection; the oldest are evicted first. Clients choose the ARNs that are looked up. */
const MAX_KEPT = 10_000

/** Creates the store of the single observations of one collection. */
export function createItemObservations<Item extends { readonly name: string }>(parts: {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly freshness: Freshness
  readonly overlayMs: number
}): ItemObservations<Item> {
  const { clock, sequence: numbers, freshness, overlayMs } = parts
  /** In the order of their arrival. */
  const kept = new Map<string, ItemObservation<Item>>()
  const listingsUnderWay = new Set<number>()
  /** An observation that began before this may be older than a forgotten one. */
  let forgottenUpTo = 0
  // An overlay holds for its whole time, however short stale answers are allowed to live.
  const keepMs = Math.max(freshness.staleIfErrorMs, freshness.maxStalenessMs, overlayMs)

  function isOverlay({ isBefore, observedAt }: ItemObservation<Item>): boolean {
    return isBefore !== undefined && clock.now() - observedAt < overlayMs
  }

  /** Returns whether an overlay stands against what AWS showed to a read of this number. */
  function outlasts(overlay: ItemObservation<Item>, shown: Item | undefined, began: number): boolean {
    const { isBefore, endedBy = Number.POSITIVE_INFINITY } = overlay
    return isOverlay(overlay) && began <= endedBy && isBefore?.(shown) === true
  }

  function forgetOld(): void {
    for (const [arn, observation] of kept) {
      const isExpired = listingsUnderWay.size === 0 && clock.now() - observation.observedAt > keepMs
      if (!isExpired && kept.size <= MAX_KEPT) return
      if (!isExpired && isOverlay(observation)) continue
      kept.delete(arn)
      forgottenUpTo = Math.max(forgottenUpTo, observation.sequence)
    }
  }

  return {
    get: (arn) => kept.get(arn),
    add(arn, observation) {
      const known = kept.get(arn)
      if ((known?.sequence ?? forgottenUpTo) > observation.sequence) return false
      const isOfWrite = observation.isBefore !== undefined
      if (known !== undefined && !isOfWrite && outlasts(known, observation.item, observation.sequence)) {
        return false
      }
      kept.delete(arn)
      kept.set(arn, observation)
      forgetOld()
      return true
    },
    endOverlay(name) {
      for (const [arn, observation] of kept) {
        const isTheirs = observation.isBefore !== undefined && observation.item?.name === name
        // Set in its place: the order remains that of arrival.
        if (isTheirs) kept.set(arn, { endedBy: numbers.last(), ...observation })
      }
    },
    listingBegan: (sequence) => void listingsUnderWay.add(sequence),
    listingFailed: (sequence) => void listingsUnderWay.delete(sequence),
    reconcile({ value, sequence }) {
      const items = new Map(value)
      for (const [arn, observation] of kept) {
        if (observation.sequence <= sequence && !outlasts(observation, items.get(arn), sequence))
          kept.delete(arn)
        else if (observation.item === undefined) items.delete(arn)
        else items.set(arn, observation.item)
      }
      // Of the listings under way, only those that began later can still become the latest.
      for (const began of listingsUnderWay) if (began <= sequence) listingsUnderWay.delete(began)
      return items
    },
  }
}
