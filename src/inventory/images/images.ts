import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { VisibilityType } from '../../appstream/model/model.ts'
import { MAX_IMAGES_PER_CALL } from '../../appstream/reader.ts'
import type { Target } from '../../appstream/target.ts'
import type { Lease } from '../../shared/shared.ts'
import type { ReadOptions } from '../cache/reads.ts'
import { type Collection, createCollection, hasUnlistedChange } from '../collection/collection.ts'
import { byName } from '../collection/item-set.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import { createListedResources } from '../listed-resources.ts'
import { type Image, ownArn, toImage } from '../resources.ts'
import { isInTransition } from './kind.ts'
import { createImageLookup, type ImageLookup, type ImageOutcome } from './lookup.ts'

/** Images of one target, in one listing per visibility, since AWS lists them so and they change at different rates. */
export interface Images {
  readonly byVisibility: Readonly<Record<VisibilityType, Collection<Image>>>
  readonly load: ImageLookup
  /** Returns an image by ARN if no AWS call is needed, null if it is known not to exist; undefined otherwise. */
  peek(arn: string, options: ReadOptions): Image | null | undefined
  /**
   * Looks images up by name. Private images take precedence over shared images, and shared over public ones. Of several
   * shared images, returns the first by ARN. Outcomes are in the order of the names.
   */
  readonly loadByNames: ImageLookup
  /** Like `peek`, by name and with the precedence of `loadByNames`. */
  peekByName(name: string, options: ReadOptions): Image | null | undefined
  /** Polls only images in transition if a full listing takes more than one call; otherwise lists them. */
  refreshTransitions(): Promise<void>
  /** Lists the private and shared images. Public ones are never polled. */
  refresh(): Promise<void>
}

/** Options of the images of a target. */
export interface ImagesOptions {
  /** Maximum age of public images served without an AWS call. */
  readonly publicStalenessMs: number
  /** Returns true if a watcher keeps the private and shared images fresh. */
  readonly isKeptFresh: () => boolean
  /** Lease of that watcher. */
  readonly pollLease?: Lease | undefined
}

/** Creates the images of one target. */
export function createImages(
  target: Target,
  dependencies: InventoryDependencies,
  { publicStalenessMs, isKeptFresh, pollLease }: ImagesOptions,
): Images {
  function collection(type: VisibilityType, freshness = dependencies.freshness): Collection<Image> {
    const fromListing = createListedResources(target, toImage)
    return createCollection<Image>({
      ...dependencies,
      ...(type !== 'PUBLIC' && { isKeptFresh, pollLease }),
      freshness,
      what: `${target.key}/images/${type}`,
      load: async (_started, call) => fromListing(await target.reader.listImages(type, call)),
      toItem: (aws) => toImage(target, aws),
    })
  }
  const byVisibility = {
    PRIVATE: collection('PRIVATE'),
    SHARED: collection('SHARED'),
    PUBLIC: collection('PUBLIC', {
      maxStalenessMs: publicStalenessMs,
      staleIfErrorMs: publicStalenessMs + dependencies.freshness.staleIfErrorMs,
    }),
  }
  const { load, peek } = createImageLookup(target, byVisibility, dependencies)

  /** Looks names up in one listing. If the listing fails, all lookups fail. */
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

  function peekListed(type: VisibilityType, name: string, read: ReadOptions): Image | null | undefined {
    const snapshot = byVisibility[type].peek(read)
    if (snapshot === undefined) return undefined
    read.onObserved?.(snapshot.observedAt)
    return firstByArn(snapshot.index(byName).get(name) ?? [])
  }

  function peekByName(name: string, read: ReadOptions): Image | null | undefined {
    const arn = ownArn(target, 'image', name)
    const own = arn === undefined ? peekListed('PRIVATE', name, read) : peek(arn, read)
    if (own !== null) return own
    const shared = peekListed('SHARED', name, read)
    return shared === null ? peekListed('PUBLIC', name, read) : shared
  }

  function poll(): ReadOptions {
    return { notBefore: dependencies.sequence.next(), purpose: 'poll' }
  }

  async function refresh(): Promise<void> {
    const read = poll()
    // Waits for both, so that the next poll does not overlap with this one.
    const listings = [byVisibility.PRIVATE.read(read), byVisibility.SHARED.read(read)]
    await Promise.allSettled(listings)
    await Promise.all(listings)
  }

  return {
    byVisibility,
    load,
    peek,
    peekByName,
    refresh,
    async refreshTransitions() {
      const watched = [byVisibility.PRIVATE, byVisibility.SHARED]
      const known = watched.flatMap((collection) => collection.latest() ?? [])
      const isOneCallEach = known.every(({ items }) => items.size <= MAX_IMAGES_PER_CALL)
      const moving = known.flatMap(({ items }) => items.values().filter(isInTransition).toArray())
      if (known.length < watched.length || isOneCallEach || moving.length === 0) return refresh()
      // A mutation with an unknown result may have started a transition that is not visible yet.
      if (watched.some(hasUnlistedChange)) return refresh()
      const arns = moving.map(({ arn }) => arn)
      const outcomes = await load(arns, poll())
      const error = outcomes.find((outcome) => outcome instanceof Error)
      if (error !== undefined) throw error
    },
    async loadByNames(names, options) {
      const found = new Map<string, ImageOutcome>()
      // AWS finds shared images by ARN only, so names are looked up in the listing.
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
