import type { VisibilityType } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import { type Flight, join, launch } from './flight.ts'
import {
  chunks,
  createImageQueries,
  type ImageAnswer,
  type ImageAnswers,
  type ImageOutcome,
  type ImageQuery,
} from './image-query.ts'
import { createImageSightings, type ImageCollections } from './image-sightings.ts'
import type { InventoryParts } from './parts.ts'

export type { ImageOutcome } from './image-query.ts'

/**
 * Looks images up by ARN; the outcomes are in the order of the ARNs, and none disturbs another.
 * @throws the reason of the reader's signal when it aborts
 */
export type ImageLookup = (arns: readonly string[], options: ReadOptions) => Promise<ImageOutcome[]>

const NOTHING: ImageAnswer = { outcome: null, observedAt: undefined }

type LookupFlight = Flight<ImageAnswers> & { readonly sequence: number }

/**
 * Answers from what is known and fresh, else with the fewest calls. One missing ARN fails a whole DescribeImages call
 * and AWS does not say which others are missing, so such a call is followed by the listings, which cannot fail that
 * way; and what was missing once is sought in the listings from the start.
 */
export function createImageLookup(
  target: Target,
  collections: ImageCollections,
  parts: InventoryParts,
): ImageLookup {
  const { clock, sequence, freshness } = parts
  const sightings = createImageSightings(target, collections)
  const { homesOf } = sightings
  const queries = createImageQueries(target, collections, sightings, parts)
  const flights = new Map<string, LookupFlight>()

  /** What these options, and the last change from our side, want an observation to have begun after. */
  function floorOf(homes: readonly VisibilityType[], { notBefore = 0 }: ReadOptions): number {
    return Math.max(notBefore, ...homes.map((home) => collections[home].changedAt()))
  }

  /** What is known without asking; undefined where AWS has to be asked. */
  function recall(arn: string, read: ReadOptions): ImageAnswer | undefined {
    const homes = homesOf(arn)
    const sighting = sightings.sighted(arn)
    if (sighting !== undefined && sighting.sequence > floorOf(homes, read)) {
      const { item = null, observedAt } = sighting
      const fresh = clock.now() - observedAt <= freshness.maxStalenessMs
      if (fresh || read.notBefore !== undefined) return { outcome: item, observedAt }
    }
    const snapshots = homes.map((home) => collections[home].peek(read))
    let observedAt = Number.POSITIVE_INFINITY
    for (const snapshot of snapshots) {
      const image = snapshot?.items.get(arn)
      if (image !== undefined) return { outcome: image, observedAt: snapshot?.observedAt }
      observedAt = Math.min(observedAt, snapshot?.observedAt ?? observedAt)
    }
    // AWS's public images are listed seldom: one that the listing lacks may be new.
    return snapshots.includes(undefined) || homes.includes('PUBLIC')
      ? undefined
      : { outcome: null, observedAt }
  }

  /** What was known last, where these options let it serve in place of an error. */
  function recallStale(arn: string, error: Error, read: ReadOptions): ImageAnswer {
    const failed = { outcome: error, observedAt: undefined }
    if (read.notBefore !== undefined) return failed
    for (const home of homesOf(arn)) {
      const snapshot = collections[home].latest()
      const known =
        collections[home].sighted(arn) ?? (snapshot && { ...snapshot, item: snapshot.items.get(arn) })
      // What we changed since must not be hidden by what was there before.
      if (known?.item === undefined || known.sequence <= floorOf([home], read)) continue
      if (clock.now() - known.observedAt > freshness.staleIfErrorMs) continue
      read.onStale?.({ what: `${target.key}/images`, observedAt: known.observedAt, error })
      return { outcome: known.item, observedAt: known.observedAt }
    }
    return failed
  }

  function begin(arns: readonly string[], query: ImageQuery, read: ReadOptions): void {
    const started = sequence.next()
    const { notBefore } = read
    const flight = {
      sequence: started,
      ...launch((call) => query(arns, { started, notBefore, call }), read),
    }
    for (const arn of arns) flights.set(arn, flight)
    const land = () => {
      for (const arn of arns) if (flights.get(arn) === flight) flights.delete(arn)
    }
    flight.result.then(land, land)
  }

  function ask(arns: readonly string[], read: ReadOptions): void {
    if (arns.length > 1 && arns.some(queries.wasMissing)) begin(arns, queries.sortOut, read)
    else for (const chunk of chunks(arns)) begin(chunk, queries.describe, read)
  }

  function isUnderWay(arn: string, read: ReadOptions): boolean {
    const flight = flights.get(arn)
    return flight !== undefined && !flight.isAbandoned() && flight.sequence > floorOf(homesOf(arn), read)
  }

  /** Waits for the flights that carry these ARNs; which those are is settled now, for later ones may begin meanwhile. */
  async function arrivals(arns: readonly string[], read: ReadOptions): Promise<ImageAnswers> {
    const carriers = Map.groupBy(arns, (arn) => flights.get(arn))
    const arrived = await Promise.all(
      [...carriers].map(async ([flight, carried]) => {
        const answers = flight && (await join(flight, read))
        return carried.map((arn): readonly [string, ImageAnswer] => {
          const answer = answers?.get(arn) ?? NOTHING
          return [arn, answer.outcome instanceof Error ? recallStale(arn, answer.outcome, read) : answer]
        })
      }),
    )
    return new Map(arrived.flat())
  }

  return async (arns, read) => {
    const answers = new Map<string, ImageAnswer>()
    const unknown = new Set<string>()
    for (const arn of arns) {
      const answer = recall(arn, read)
      if (answer !== undefined) answers.set(arn, answer)
      else unknown.add(arn)
    }
    if (unknown.size > 0) {
      read.signal?.throwIfAborted()
      const open = [...unknown]
      ask(
        open.filter((arn) => !isUnderWay(arn, read)),
        read,
      )
      for (const [arn, answer] of await arrivals(open, read)) answers.set(arn, answer)
    }
    return arns.map((arn) => {
      const { outcome, observedAt } = answers.get(arn) ?? NOTHING
      if (observedAt !== undefined) read.onObserved?.(observedAt)
      return outcome
    })
  }
}
