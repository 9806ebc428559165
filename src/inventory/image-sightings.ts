import { parseArn } from '../appstream/arn.ts'
import type { VisibilityType } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import type { Collection, Sighting } from './collection.ts'
import type { Image } from './resources.ts'

/** The three listings of a target's images. */
export type ImageCollections = Readonly<Record<VisibilityType, Collection<Image>>>

/** What was seen of single images, whichever of the listings they belong to. */
export interface ImageSightings {
  /** The listings that could hold an ARN, by its account. */
  homesOf(arn: string): readonly VisibilityType[]
  /** Feeds a sighting into the listings that it concerns. */
  sight(arn: string, sighting: Sighting<Image>): void
  /** The newest sighting of an ARN since the newest listings. */
  sighted(arn: string): Sighting<Image> | undefined
}

/** Makes the sightings of one target's images. */
export function createImageSightings(target: Target, collections: ImageCollections): ImageSightings {
  function homesOf(arn: string): readonly VisibilityType[] {
    const owner = parseArn(arn)?.accountId
    if (owner === '') return ['PUBLIC']
    if (target.accountId === undefined) return ['PRIVATE', 'SHARED']
    return owner === target.accountId ? ['PRIVATE'] : ['SHARED']
  }

  return {
    homesOf,
    sight(arn, sighting) {
      const homes = homesOf(arn)
      const home = homes.find((visibility) => visibility === sighting.item?.aws.Visibility) ?? homes[0]
      for (const visibility of homes) {
        collections[visibility].sight(arn, visibility === home ? sighting : { ...sighting, item: undefined })
      }
    },
    sighted(arn) {
      const sightings = homesOf(arn).map((home) => collections[home].sighted(arn))
      return sightings.find((sighting) => sighting?.item !== undefined) ?? sightings[0]
    },
  }
}
