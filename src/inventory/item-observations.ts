import type { Clock, Sequence } from '../clock.ts'
import type { Freshness, Observation } from './cached.ts'
import { isBeforeWrite, type OverlayRule } from './overlay.ts'
import type { AnyResource } from './resources.ts'

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
}

/** Single observations newer than the latest listing, and overlays that AWS has not confirmed yet. */
export interface ItemObservations<Item> {
  get(arn: string): ItemObservation<Item> | undefined
  /** Stores an observation; returns false if a newer one or an overlay takes precedence. */
  add(arn: string, observation: ItemObservation<Item>): boolean
  /** Ends the overlay of this name, because AWS may have changed the resource. Later observations replace it. */
  endOverlay(name: string): void
  /** Records the start of a listing. Until it ends, observations that it may lack are kept. */
  listingBegan(sequence: number): void
  listingFailed(sequence: number): void
  /** Merges a listing with the observations that it may lack, and discards the other observations. */
  reconcile(listed: Observation<ReadonlyMap<string, Item>>): Map<string, Item>
}

/** Maximum number of observations per collection, since clients choose the ARNs. The oldest are evicted first. */
const MAX_KEPT = 10_000

/** Creates the store of the single observations of one collection. */
export function createItemObservations<Item extends AnyResource>(dependencies: {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly freshness: Freshness
  readonly overlayMs: number
}): ItemObservations<Item> {
  const { clock, sequence: numbers, freshness, overlayMs } = dependencies
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
    for (const [arn, observation] of observations) {
      const isExpired = listingsUnderWay.size === 0 && clock.now() - observation.observedAt > keepMs
      if (!isExpired && observations.size <= MAX_KEPT) return
      if (!isExpired && isOverlay(observation)) continue
      observations.delete(arn)
      forgottenUpTo = Math.max(forgottenUpTo, observation.sequence)
    }
  }

  return {
    get: (arn) => observations.get(arn),
    add(arn, observation) {
      const known = observations.get(arn)
      if ((known?.sequence ?? forgottenUpTo) > observation.sequence) return false
      const isOfWrite = observation.rule !== undefined
      if (
        known !== undefined &&
        !isOfWrite &&
        overlayTakesPrecedence(known, observation.item, observation.sequence)
      ) {
        return false
      }
      observations.delete(arn)
      observations.set(arn, observation)
      forgetOld()
      return true
    },
    endOverlay(name) {
      for (const [arn, observation] of observations) {
        const isOverlayOfName = observation.rule !== undefined && observation.item?.name === name
        // Replaced in place, to keep the order of arrival.
        if (isOverlayOfName) observations.set(arn, { endedBy: numbers.last(), ...observation })
      }
    },
    listingBegan: (sequence) => void listingsUnderWay.add(sequence),
    listingFailed: (sequence) => void listingsUnderWay.delete(sequence),
    reconcile({ value, sequence }) {
      const items = new Map(value)
      for (const [arn, observation] of observations) {
        if (
          observation.sequence <= sequence &&
          !overlayTakesPrecedence(observation, items.get(arn), sequence)
        )
          observations.delete(arn)
        else if (observation.item === undefined) items.delete(arn)
        else items.set(arn, observation.item)
      }
      // Listings that started earlier can no longer become the latest.
      for (const began of listingsUnderWay) if (began <= sequence) listingsUnderWay.delete(began)
      return items
    },
  }
}
