import type { VisibilityType } from '../../appstream/model/model.ts'
import { settleAll } from '../cache/invalidations.ts'
import type { Freshness, ReadOptions } from '../cache/reads.ts'
import type { ItemObservation } from '../collection/item-observations.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import type { Image } from '../resources.ts'
import type { ImageCollections, ImageObservations } from './observations.ts'
import { type ImageResult, resultOf } from './query.ts'

/** Images of one target that are known without an AWS call. */
export interface KnownImages {
  /** Returns the sequence number after which an acceptable observation must have started. */
  floorOf(visibilities: readonly VisibilityType[], options: ReadOptions): number
  /**
   * Resolves once the state of the other replicas is loaded, or once loading has failed for now; undefined if it is
   * loaded. Until then, nothing is known.
   */
  ready(): Promise<void> | undefined
  /** Returns the known result; undefined if an AWS call is needed. */
  result(arn: string, options: ReadOptions): ImageResult | undefined
  /** Returns the last known image if these options allow it in place of an error. */
  last(arn: string, options: ReadOptions): ItemObservation<Image> | undefined
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

  function isReady(visibilities: readonly VisibilityType[]): boolean {
    return visibilities.every((visibility) => collections[visibility].isReady())
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
    if (!isReady(visibilities)) return undefined
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
    ready: () => settleAll(Object.values(collections).map((collection) => collection.ready())),
    result,
    last(arn, read) {
      if (read.notBefore !== undefined || read.onStale === undefined) return undefined
      const visibilities = possibleVisibilities(arn)
      if (!isReady(visibilities)) return undefined
      for (const visibility of visibilities) {
        const { known, freshness } = collections[visibility]
        const latest = known(arn)
        // State from before a mutation of this gateway must not hide the mutation.
        if (latest?.item === undefined || latest.sequence <= floorOf([visibility], read)) continue
        if (clock.now() - latest.observedAt > freshness.staleIfErrorMs) continue
        return latest
      }
      return undefined
    },
  }
}
