import { createArnParser } from '../../appstream/arn.ts'
import type { VisibilityType } from '../../appstream/model/model.ts'
import type { Target } from '../../appstream/target.ts'
import { type Settled, settleAll } from '../cache/invalidations.ts'
import type { Collection } from '../collection/collection.ts'
import type { ItemObservation } from '../collection/item-observations.ts'
import type { Image } from '../resources.ts'

/** Listings of a target's images by visibility. */
export type ImageCollections = Readonly<Record<VisibilityType, Collection<Image>>>

/** Observations of single images, across the listings that may contain them. */
export interface ImageObservations {
  /** Returns the visibilities that an image can have, judging by the account in its ARN. */
  possibleVisibilities(arn: string): readonly VisibilityType[]
  /** Applies an observation to the listings of these visibilities. */
  observe(arn: string, observation: ItemObservation<Image>): Settled
  /** Returns the latest single observation of an ARN since the latest listings. */
  observed(arn: string): ItemObservation<Image> | undefined
  /**
   * Returns the latest observation of an ARN, from a single read or a listing. If absent, that of the oldest listing.
   */
  known(arn: string): ItemObservation<Image> | undefined
}

/** Creates the observations of one target's images. */
export function createImageObservations(target: Target, collections: ImageCollections): ImageObservations {
  const parseArn = createArnParser()

  function possibleVisibilities(arn: string): readonly VisibilityType[] {
    const owner = parseArn(arn)?.accountId
    if (owner === '') return ['PUBLIC']
    if (target.accountId === undefined) return ['PRIVATE', 'SHARED']
    return owner === target.accountId ? ['PRIVATE'] : ['SHARED']
  }

  return {
    possibleVisibilities,
    observe(arn, observation) {
      const visibilities = possibleVisibilities(arn)
      const holder =
        visibilities.find((visibility) => visibility === observation.item?.aws.Visibility) ?? visibilities[0]
      return settleAll(
        visibilities.map((visibility) =>
          collections[visibility].observe(
            arn,
            visibility === holder ? observation : { ...observation, item: undefined },
          ),
        ),
      )
    },
    observed: (arn) => settle(possibleVisibilities(arn).map((holder) => collections[holder].observed(arn))),
    known: (arn) => settle(possibleVisibilities(arn).map((holder) => collections[holder].known(arn))),
  }
}

type Observed = ItemObservation<Image> | undefined

/** Combines the listings: an image is present if any listing contains it, and absent only if all lack it. */
function settle(observations: readonly Observed[]): Observed {
  const present = observations.find((observation) => observation?.item !== undefined)
  if (present !== undefined || observations.includes(undefined)) return present
  return observations.reduce((one, other) =>
    one !== undefined && other !== undefined && other.sequence < one.sequence ? other : one,
  )
}
