import type { VisibilityType } from '../../appstream/model.ts'
import type { Freshness, ReadOptions } from '../cache/reads.ts'
import type { ItemObservation } from '../collection/item-observations.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import type { Image } from '../resources.ts'
import type { ImageCollections, ImageObservations } from './observations.ts'
import { type ImageOutcome, type ImageResult, resultOf } from './query.ts'

/** Images of one target that are known without an AWS call. */
export interface KnownImages {
  /** Returns the sequence number after which an acceptable observation must have started. */
  floorOf(visibilities: readonly VisibilityType[], options: ReadOptions): number
  /** Returns the known result; undefined if an AWS call is needed. */
  result(arn: string, options: ReadOptions): ImageResult | undefined
  /** Returns the last known image if these options allow it in place of an error. */
  last(arn: string, options: ReadOptions): ItemObservation<Image> | undefined
  /** Reports the dependencies of a loaded outcome; none can last if a read now would return another one. */
  noteLoaded(arn: string, outcome: ImageOutcome, options: ReadOptions): void
}

/** Creates the access to the known images of one target. */
export function createKnownImages(
  collections: ImageCollections,
  { possibleVisibilities, observed }: ImageObservations,
  { clock, freshness: ordinary }: Pick<InventoryDependencies, 'clock' | 'freshness'>,
): KnownImages {
  function floorOf(visibilities: readonly VisibilityType[], { notBefore = 0 }: ReadOptions): number {
    return Math.max(notBefore, ...visibilities.map((visibility) => collections[visibility].changedAt()))
  }

  /** Returns the freshness of the listing that contains an image. An absent image may appear at any time. */
  function freshnessOf(
    [visibility = 'PRIVATE']: readonly VisibilityType[],
    { item }: Pick<ItemObservation<Image>, 'item'>,
  ): Freshness {
    return item === undefined ? ordinary : collections[visibility].freshness
  }

  function result(arn: string, read: ReadOptions): ImageResult | undefined {
    const visibilities = possibleVisibilities(arn)
    const single = observed(arn)
    const isOfPeer = single?.landed !== undefined
    const mayServe = read.notBefore === undefined || !isOfPeer
    if (single !== undefined && mayServe && single.sequence > floorOf(visibilities, read)) {
      const until = single.observedAt + freshnessOf(visibilities, single).maxStalenessMs
      if (clock.now() <= until || read.notBefore !== undefined) {
        noteObserved(visibilities, until, read)
        return resultOf(single)
      }
    }
    const snapshots = visibilities.map((visibility) => collections[visibility].peek(read))
    const oldest = snapshots.reduce((one, other) =>
      one && other && other.observedAt < one.observedAt ? other : one,
    )
    for (const snapshot of snapshots) {
      const image = snapshot?.items.get(arn)
      if (image !== undefined) return { outcome: image, observation: snapshot }
    }
    // Public images are listed rarely, so an image that the listing lacks may be new.
    return snapshots.includes(undefined) || visibilities.includes('PUBLIC')
      ? undefined
      : { outcome: null, observation: oldest }
  }

  /** Reports that a reader depends on single observations. */
  function noteObserved(
    visibilities: readonly VisibilityType[],
    until: number,
    { onRead }: ReadOptions,
  ): void {
    if (onRead === undefined) return
    for (const visibility of visibilities) onRead(collections[visibility].observedDependency(), until)
  }

  return {
    floorOf,
    result,
    last(arn, read) {
      if (read.notBefore !== undefined || read.onStale === undefined) return undefined
      for (const visibility of possibleVisibilities(arn)) {
        const { known, freshness } = collections[visibility]
        const latest = known(arn)
        // State from before a mutation of this gateway must not hide the mutation.
        if (latest?.item === undefined || latest.sequence <= floorOf([visibility], read)) continue
        if (clock.now() - latest.observedAt > freshness.staleIfErrorMs) continue
        return latest
      }
      return undefined
    },
    noteLoaded(arn, outcome, { onRead }) {
      if (onRead === undefined) return
      if (result(arn, { onRead })?.outcome !== outcome) onRead(undefined)
    },
  }
}
