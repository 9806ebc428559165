import { isNotFound, isUpstreamError } from '../../appstream/errors/exceptions.ts'
import { MAX_IMAGES_PER_CALL } from '../../appstream/reader.ts'
import type { Target } from '../../appstream/target.ts'
import type { FlightCall } from '../cache/flight.ts'
import type { ReadOptions } from '../cache/reads.ts'
import type { ItemObservation } from '../collection/item-observations.ts'
import type { Snapshot } from '../collection/snapshot.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import { byArn, type Image, toImage } from '../resources.ts'
import type { ImageCollections, ImageObservations } from './observations.ts'

/** Image, null if it does not exist, or the error of reading it. */
export type ImageOutcome = Image | null | Error

/** Outcome with its observation, which is undefined for an error. */
export interface ImageResult {
  readonly outcome: ImageOutcome
  readonly observation: Pick<ItemObservation<Image>, 'sequence' | 'observedAt'> | undefined
}

/** Results by ARN. */
export type ImageResults = ReadonlyMap<string, ImageResult>

/** Options of a query for images. */
export interface ImageQueryOptions {
  /** Sequence number of the query's start. */
  readonly started: number
  /** Accepts only listings that started after this sequence number. */
  readonly notBefore: number | undefined
  readonly call: FlightCall
  /** See {@link ReadOptions}. */
  readonly takeCalls: ReadOptions['takeCalls']
  /** Receives a promise for each result that resolves once the other replicas can know of it. */
  readonly onRecorded?: (commit: Promise<unknown>) => void
}

/** Reads images from AWS by ARN. The results are independent of each other. */
export type ImageQuery = (arns: readonly string[], options: ImageQueryOptions) => Promise<ImageResults>

/** Ways to read images from AWS. */
export interface ImageQueries {
  /** Reads up to {@link MAX_IMAGES_PER_CALL} images with one call. Falls back to the listings if the call fails. */
  readonly describe: ImageQuery
  /** Reads images that could fail a shared call: own images from the listings, public ones with one call each. */
  readonly querySeparately: ImageQuery
  /** Returns true if an ARN was missing at the last read, so that it would fail a shared call. */
  wasMissing(arn: string): boolean
}

/** Maximum number of missing ARNs remembered; the oldest are evicted first. */
const MAX_REMEMBERED_MISSING = 10_000

/** Creates the queries of one target. */
export function createImageQueries(
  target: Target,
  collections: ImageCollections,
  { possibleVisibilities, observe, known }: ImageObservations,
  { clock }: InventoryDependencies,
): ImageQueries {
  const missingBefore = new Set<string>()

  async function describe(arns: readonly string[], options: ImageQueryOptions): Promise<ImageResults> {
    try {
      options.takeCalls?.(1)
      const described = await target.reader.describeImages(arns, options.call)
      const images = byArn(described.map((aws) => toImage(target, aws)))
      return resolveAll(arns, (arn) => settle(arn, images.get(arn), options))
    } catch (error) {
      const isForAll = arns.length === 1
      if (isNotFound(error) && isForAll) return resolveAll(arns, (arn) => settle(arn, undefined, options))
      if (!isForAll && (isNotFound(error) || isDenied(error)))
        return querySeparately(arns, options, asError(error))
      return failAll(arns, error)
    }
  }

  async function querySeparately(arns: readonly string[], options: ImageQueryOptions, cause?: Error) {
    const [publicArns, ownArns] = partition(arns, (arn) => possibleVisibilities(arn).includes('PUBLIC'))
    if (ownArns.length === 0) return findListed(publicArns, options, cause)
    const results = await Promise.all([
      findListed(ownArns, options, cause),
      ...chunks(publicArns).map((chunk) => describe(chunk, options)),
    ])
    return new Map(results.flatMap((some) => [...some]))
  }

  async function findListed(
    arns: readonly string[],
    options: ImageQueryOptions,
    cause?: Error,
  ): Promise<ImageResults> {
    try {
      const { call, notBefore, takeCalls } = options
      const visibilities = [...new Set(arns.flatMap(possibleVisibilities))]
      const read = {
        ...call,
        ...(notBefore !== undefined && { notBefore }),
        ...(takeCalls && { takeCalls }),
      }
      const snapshots = await Promise.all(visibilities.map((home) => collections[home].read(read)))
      return resolveAll(arns, (arn) => {
        const latest = known(arn)
        // With `no-cache`, a listing of another replica does not count that was committed in the meantime.
        const isOfPeer = notBefore !== undefined && latest?.landed !== undefined
        const observation = isOfPeer ? listedIn(snapshots, arn) : latest
        // The policy may exclude this resource, in which case an unlisted image may still exist.
        if (cause !== undefined && isDenied(cause) && observation?.item === undefined) return failed(cause)
        return resultOf(observation)
      })
    } catch (error) {
      return failAll(arns, error)
    }
  }

  /** Applies the description of an image, or its absence, and returns the result. */
  function settle(
    arn: string,
    found: Image | undefined,
    { started, onRecorded }: ImageQueryOptions,
  ): ImageResult {
    const observation = { sequence: started, observedAt: clock.now() }
    const recorded = observe(arn, { ...observation, item: found })
    if (recorded !== undefined) onRecorded?.(recorded)
    const latest = known(arn)
    // An observation that started later may have arrived earlier. That of another replica may be an older one.
    if (latest !== undefined && latest.sequence > started && latest.landed === undefined)
      return resultOf(latest)
    // An overlay takes precedence until AWS shows the write.
    const shown = latest?.rule === undefined ? found : latest.item
    return { outcome: shown ?? null, observation }
  }

  /** Returns the result of each ARN, and remembers the missing ones. */
  function resolveAll(arns: readonly string[], answer: (arn: string) => ImageResult): ImageResults {
    const results = new Map<string, ImageResult>()
    for (const arn of arns) {
      const { outcome, observation } = answer(arn)
      results.set(arn, { outcome, observation })
      if (outcome instanceof Error) continue
      missingBefore.delete(arn)
      if (outcome === null) missingBefore.add(arn)
    }
    for (const arn of missingBefore) {
      if (missingBefore.size <= MAX_REMEMBERED_MISSING) break
      missingBefore.delete(arn)
    }
    return results
  }

  return { describe, querySeparately, wasMissing: (arn) => missingBefore.has(arn) }
}

/** Returns the observation of an ARN in snapshots: its absence is that of the oldest one. */
function listedIn(snapshots: readonly Snapshot<Image>[], arn: string): ItemObservation<Image> | undefined {
  const [first, ...others] = snapshots
  const holder = snapshots.find(({ items }) => items.has(arn))
  const oldest = others.reduce((one, other) => (one && other.sequence < one.sequence ? other : one), first)
  const snapshot = holder ?? oldest
  if (snapshot === undefined) return undefined
  const { sequence, observedAt, items } = snapshot
  return { item: items.get(arn), sequence, observedAt }
}

/** Returns the result of an observation. */
export function resultOf(observation: ItemObservation<Image> | undefined): ImageResult {
  return { outcome: observation?.item ?? null, observation }
}

/** Splits ARNs into batches of at most {@link MAX_IMAGES_PER_CALL}. */
export function chunks(arns: readonly string[]): string[][] {
  const count = Math.ceil(arns.length / MAX_IMAGES_PER_CALL)
  return Array.from({ length: count }, (_, index) =>
    arns.slice(index * MAX_IMAGES_PER_CALL, (index + 1) * MAX_IMAGES_PER_CALL),
  )
}

/** Returns an error as the result of each ARN. */
export function failAll(arns: readonly string[], error: unknown): ImageResults {
  return new Map(arns.map((arn) => [arn, failed(error)]))
}

function failed(error: unknown): ImageResult {
  return { outcome: asError(error), observation: undefined }
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  const yes: Item[] = []
  const no: Item[] = []
  for (const item of items) (test(item) ? yes : no).push(item)
  return [yes, no]
}

function isDenied(error: unknown): boolean {
  return isUpstreamError(error) && error.code === 'UPSTREAM_ACCESS_DENIED'
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The thrown value is not an Error.', { cause: error })
}
