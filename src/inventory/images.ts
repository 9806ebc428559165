import type { VisibilityType } from '../appstream/model.ts'
import { MAX_IMAGES_PER_CALL } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import { type Collection, createCollection } from './collection.ts'
import { createImageLookup, type ImageLookup } from './image-lookup.ts'
import type { InventoryParts } from './parts.ts'
import { byArn, type Image, ownArn, toImage } from './resources.ts'
import { hasUnclearChange, isInTransition } from './transitions.ts'

/** The images of one target: three listings, because AWS lists them apart and they age apart. */
export interface Images {
  readonly byVisibility: Readonly<Record<VisibilityType, Collection<Image>>>
  readonly load: ImageLookup
  /** By name: an own image before a shared one, that before a public one; among shared ones the first by ARN. */
  loadByName(name: string, options: ReadOptions): Promise<Image | null>
  /** Polls AWS for those in transition alone, where listing all takes more than a call; else lists them. */
  refreshTransitions(): Promise<void>
  /** Polls AWS for the private and the shared ones; the public ones are never watched. */
  refresh(): Promise<void>
}

/** How the images of a target are kept. */
export interface ImagesOptions {
  /** The age up to which AWS's own are served. */
  readonly publicStalenessMs: number
  /** While it says so, readers take the private and the shared ones that are there. */
  readonly isKeptFresh: () => boolean
}

/** Makes the images of one target. */
export function createImages(
  target: Target,
  parts: InventoryParts,
  { publicStalenessMs, isKeptFresh }: ImagesOptions,
): Images {
  const collection = (type: VisibilityType, freshness = parts.freshness) =>
    createCollection<Image>({
      ...parts,
      ...(type !== 'PUBLIC' && { isKeptFresh }),
      freshness,
      what: `${target.key}/images/${type}`,
      load: async (_started, call) =>
        byArn((await target.reader.listImages(type, call)).map((aws) => toImage(target, aws))),
    })
  const byVisibility = {
    PRIVATE: collection('PRIVATE'),
    SHARED: collection('SHARED'),
    PUBLIC: collection('PUBLIC', {
      maxStalenessMs: publicStalenessMs,
      staleIfErrorMs: publicStalenessMs + parts.freshness.staleIfErrorMs,
    }),
  }
  const load = createImageLookup(target, byVisibility, parts)

  async function findListed(
    type: VisibilityType,
    name: string,
    options: ReadOptions,
  ): Promise<Image | undefined> {
    const { items } = await byVisibility[type].read(options)
    let found: Image | undefined
    for (const image of items.values()) {
      if (image.name === name && (found === undefined || image.arn < found.arn)) found = image
    }
    return found
  }

  function poll(): ReadOptions {
    return { notBefore: parts.sequence.next(), purpose: 'poll' }
  }

  async function refresh(): Promise<void> {
    const read = poll()
    // A poll is over when both are, or the next one would meet what this one left under way.
    const listings = [byVisibility.PRIVATE.read(read), byVisibility.SHARED.read(read)]
    await Promise.allSettled(listings)
    await Promise.all(listings)
  }

  return {
    byVisibility,
    load,
    refresh,
    async refreshTransitions() {
      const watched = [byVisibility.PRIVATE, byVisibility.SHARED]
      const known = watched.flatMap((collection) => collection.latest() ?? [])
      const isOneCallEach = known.every(({ items }) => items.size <= MAX_IMAGES_PER_CALL)
      const moving = known.flatMap(({ items }) => items.values().filter(isInTransition).toArray())
      if (known.length < watched.length || isOneCallEach || moving.length === 0) return refresh()
      // What we changed without being told to what is not known to be in transition.
      if (watched.some(hasUnclearChange)) return refresh()
      const arns = moving.map(({ arn }) => arn)
      const outcomes = await load(arns, poll())
      const error = outcomes.find((outcome) => outcome instanceof Error)
      if (error !== undefined) throw error
    },
    async loadByName(name, options) {
      const arn = ownArn(target, 'image', name)
      if (arn !== undefined) {
        const [own] = await load([arn], options)
        if (own instanceof Error) throw own
        if (own != null) return own
      } else {
        const own = await findListed('PRIVATE', name, options)
        if (own !== undefined) return own
      }
      // AWS finds a shared image by its ARN only, so by name it is sought in the listing.
      return (
        (await findListed('SHARED', name, options)) ?? (await findListed('PUBLIC', name, options)) ?? null
      )
    },
  }
}
