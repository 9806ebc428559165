import { isUpstreamError } from '../appstream/exceptions.ts'
import type { VisibilityType } from '../appstream/model.ts'
import { MAX_IMAGES_PER_CALL } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import { type Collection, createCollection } from './collection.ts'
import { createImageLookup, type ImageLookup, type ImageOutcome } from './image-lookup.ts'
import { byName } from './indexes.ts'
import { createListedResources } from './listed-resources.ts'
import type { InventoryParts } from './parts.ts'
import { type Image, ownArn, toImage } from './resources.ts'
import { hasUnclearChange, isInTransition } from './transitions.ts'

/** The images of one target: three listings, because AWS lists them apart and they age apart. */
export interface Images {
  readonly byVisibility: Readonly<Record<VisibilityType, Collection<Image>>>
  readonly load: ImageLookup
  /**
   * Looks images up by name: an own image before a shared one, that before a public one; among shared ones the first by
   * ARN. The outcomes are in the order of the names.
   */
  readonly loadByNames: ImageLookup
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
  function collection(type: VisibilityType, freshness = parts.freshness): Collection<Image> {
    const fromListing = createListedResources(target, toImage)
    return createCollection<Image>({
      ...parts,
      ...(type !== 'PUBLIC' && { isKeptFresh }),
      freshness,
      what: `${target.key}/images/${type}`,
      load: async (_started, call) => fromListing(await target.reader.listImages(type, call)),
    })
  }
  const byVisibility = {
    PRIVATE: collection('PRIVATE'),
    SHARED: collection('SHARED'),
    PUBLIC: collection('PUBLIC', {
      maxStalenessMs: publicStalenessMs,
      staleIfErrorMs: publicStalenessMs + parts.freshness.staleIfErrorMs,
    }),
  }
  const load = createImageLookup(target, byVisibility, parts)

  /** Looks names up in a listing; one listing serves them all, so its failure fails them all. */
  async function findListed(
    type: VisibilityType,
    names: readonly string[],
    options: ReadOptions,
  ): Promise<ImageOutcome[]> {
    try {
      const index = (await byVisibility[type].read(options)).index(byName)
      return names.map((name) => firstByArn(index.get(name) ?? []))
    } catch (error) {
      if (!isUpstreamError(error)) throw error
      return names.map(() => error)
    }
  }

  function findOwn(names: readonly string[], options: ReadOptions): Promise<ImageOutcome[]> {
    const arns = names.map((name) => ownArn(target, 'image', name)).filter((arn) => arn !== undefined)
    return arns.length === names.length ? load(arns, options) : findListed('PRIVATE', names, options)
  }

  const findShared: ImageLookup = (names, options) => findListed('SHARED', names, options)
  const findPublic: ImageLookup = (names, options) => findListed('PUBLIC', names, options)

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
    async loadByNames(names, options) {
      const found = new Map<string, ImageOutcome>()
      // AWS finds a shared image by its ARN only, so by name it is looked up in the listing.
      for (const find of [findOwn, findShared, findPublic]) {
        const missing = [...new Set(names)].filter((name) => (found.get(name) ?? null) === null)
        if (missing.length === 0) break
        const outcomes = await find(missing, options)
        missing.forEach((name, position) => {
          found.set(name, outcomes[position] ?? null)
        })
      }
      return names.map((name) => found.get(name) ?? null)
    },
  }
}

function firstByArn(images: readonly Image[]): Image | null {
  let first: Image | null = null
  for (const image of images) if (first === null || image.arn < first.arn) first = image
  return first
}
