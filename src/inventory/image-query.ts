import { isNotFound, isUpstreamError } from '../appstream/exceptions.ts'
import { MAX_IMAGES_PER_CALL } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import type { FlightCall } from './flight.ts'
import type { ImageCollections, ImageObservations } from './image-observations.ts'
import type { ItemObservation } from './item-observations.ts'
import type { InventoryParts } from './parts.ts'
import { byArn, type Image, toImage } from './resources.ts'

/** An image, null where AWS has none, or the error that kept it from being read. */
export type ImageOutcome = Image | null | Error

/** An outcome, and the observation of AWS that it comes from; undefined for an error. */
export interface ImageAnswer {
  readonly outcome: ImageOutcome
  readonly observation: Pick<ItemObservation<Image>, 'sequence' | 'observedAt'> | undefined
}

/** The answers by ARN. */
export type ImageAnswers = ReadonlyMap<string, ImageAnswer>

/** How images are asked for. */
export interface ImageQuestion {
  /** The number that the sequence gave the start. */
  readonly started: number
  /** Only listings that began after this number of the sequence will do. */
  readonly notBefore: number | undefined
  readonly call: FlightCall
  /** See {@link ReadOptions}. */
  readonly takeCalls: ReadOptions['takeCalls']
}

/** Asks AWS for images by ARN; no answer disturbs another. */
export type ImageQuery = (arns: readonly string[], question: ImageQuestion) => Promise<ImageAnswers>

/** The ways of asking for images. */
export interface ImageQueries {
  /** One call for up to {@link MAX_IMAGES_PER_CALL} images, and what has to follow where that fails as a whole. */
  readonly describe: ImageQuery
  /** For what a call would fail together: ours from the listings, AWS's public ones by a call of their own. */
  readonly sortOut: ImageQuery
  /** Whether an ARN was missing when AWS was asked last: beside others it would fail their call. */
  wasMissing(arn: string): boolean
}

/** ARNs that were missing once, remembered; the oldest are forgotten first. */
const MAX_REMEMBERED_MISSING = 10_000

/** Makes the ways of asking one target for images. */
export function createImageQueries(
  target: Target,
  collections: ImageCollections,
  { homesOf, observe, known }: ImageObservations,
  { clock }: InventoryParts,
): ImageQueries {
  const missingBefore = new Set<string>()

  async function describe(arns: readonly string[], question: ImageQuestion): Promise<ImageAnswers> {
    try {
      question.takeCalls?.(1)
      const described = await target.reader.describeImages(arns, question.call)
      const images = byArn(described.map((aws) => toImage(target, aws)))
      return answerAll(arns, (arn) => settle(arn, images.get(arn), question))
    } catch (error) {
      const isForAll = arns.length === 1
      if (isNotFound(error) && isForAll) return answerAll(arns, (arn) => settle(arn, undefined, question))
      if (!isForAll && (isNotFound(error) || isDenied(error))) return sortOut(arns, question, asError(error))
      return failAll(arns, error)
    }
  }

  async function sortOut(arns: readonly string[], question: ImageQuestion, because?: Error) {
    const [theirs, ours] = partition(arns, (arn) => homesOf(arn).includes('PUBLIC'))
    if (ours.length === 0) return findListed(theirs, question, because)
    const answers = await Promise.all([
      findListed(ours, question, because),
      ...chunks(theirs).map((chunk) => describe(chunk, question)),
    ])
    return new Map(answers.flatMap((some) => [...some]))
  }

  async function findListed(
    arns: readonly string[],
    question: ImageQuestion,
    because?: Error,
  ): Promise<ImageAnswers> {
    try {
      const { call, notBefore, takeCalls } = question
      const homes = [...new Set(arns.flatMap(homesOf))]
      const read = {
        ...call,
        ...(notBefore !== undefined && { notBefore }),
        ...(takeCalls && { takeCalls }),
      }
      await Promise.all(homes.map((home) => collections[home].read(read)))
      return answerAll(arns, (arn) => {
        const observation = known(arn)
        // A policy that leaves a resource out denies the call, so what is not listed is not known to be missing.
        if (because !== undefined && isDenied(because) && observation?.item === undefined)
          return failed(because)
        return answerFrom(observation)
      })
    } catch (error) {
      return failAll(arns, error)
    }
  }

  /** Applies the description of an image, or its absence; returns what is known of the image since. */
  function settle(arn: string, found: Image | undefined, { started }: ImageQuestion): ImageAnswer {
    const observation = { sequence: started, observedAt: clock.now() }
    observe(arn, { ...observation, item: found })
    const latest = known(arn)
    // Another observation may have begun later and landed earlier.
    if (latest !== undefined && latest.sequence > started) return answerFrom(latest)
    // An overlay stands until AWS shows the write.
    const shown = latest?.isBefore === undefined ? found : latest.item
    return { outcome: shown ?? null, observation }
  }

  /** Answers each ARN, and remembers which of them are missing. */
  function answerAll(arns: readonly string[], answer: (arn: string) => ImageAnswer): ImageAnswers {
    const answers = new Map<string, ImageAnswer>()
    for (const arn of arns) {
      const { outcome, observation } = answer(arn)
      answers.set(arn, { outcome, observation })
      if (outcome instanceof Error) continue
      missingBefore.delete(arn)
      if (outcome === null) missingBefore.add(arn)
    }
    for (const arn of missingBefore) {
      if (missingBefore.size <= MAX_REMEMBERED_MISSING) break
      missingBefore.delete(arn)
    }
    return answers
  }

  return { describe, sortOut, wasMissing: (arn) => missingBefore.has(arn) }
}

/** Returns the answer that an observation gives. */
export function answerFrom(observation: ItemObservation<Image> | undefined): ImageAnswer {
  return { outcome: observation?.item ?? null, observation }
}

/** As many ARNs as one call may name. */
export function chunks(arns: readonly string[]): string[][] {
  const count = Math.ceil(arns.length / MAX_IMAGES_PER_CALL)
  return Array.from({ length: count }, (_, index) =>
    arns.slice(index * MAX_IMAGES_PER_CALL, (index + 1) * MAX_IMAGES_PER_CALL),
  )
}

function failAll(arns: readonly string[], error: unknown): ImageAnswers {
  return new Map(arns.map((arn) => [arn, failed(error)]))
}

function failed(error: unknown): ImageAnswer {
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
  return error instanceof Error
    ? error
    : new Error('Something other than an error was thrown.', { cause: error })
}
