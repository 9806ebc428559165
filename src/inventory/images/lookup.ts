import { untilAborted } from '../../appstream/abort.ts'
import type { Target } from '../../appstream/target.ts'
import { join, launch } from '../cache/flight.ts'
import { joinPatiently, NOT_YET, notYetError, type TimedFlight } from '../cache/patience.ts'
import type { ReadOptions } from '../cache/reads.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import type { Image } from '../resources.ts'
import { createKnownImages } from './known.ts'
import { createImageObservations, type ImageCollections } from './observations.ts'
import { createPeerQuery } from './peer-query.ts'
import {
  chunks,
  createImageQueries,
  type ImageOutcome,
  type ImageQuery,
  type ImageResult,
  type ImageResults,
  resultOf,
} from './query.ts'

export type { ImageOutcome } from './query.ts'

/**
 * Looks images up by ARN. Outcomes are in the order of the ARNs and independent of each other.
 * @throws the reason of the reader's signal when it aborts
 */
export type ImageLookup = (arns: readonly string[], options: ReadOptions) => Promise<ImageOutcome[]>

/** Lookups of images by ARN. */
export interface ImageLookups {
  readonly load: ImageLookup
  /** Returns the image if no AWS call is needed, null if it is known not to exist; undefined otherwise. Never waits. */
  peek(arn: string, options: ReadOptions): Image | null | undefined
}

const NOTHING: ImageResult = { outcome: null, observation: undefined }

/** Lookup in flight, shared by its readers. */
interface LookupFlight extends TimedFlight<ImageResults> {
  readonly sequence: number
  /** Sequence number after which all its fallback listings started; undefined if there is no such bound. */
  readonly notBefore: number | undefined
  /** True if its results may be those of another replica. */
  readonly isForAll: boolean
}

/**
 * Creates a lookup that serves cached images if they are fresh, and otherwise makes the fewest calls. One missing ARN
 * fails a whole DescribeImages call, so a failed call is followed by listings, which do not fail for that reason. ARNs
 * that were missing before are looked up in the listings directly.
 */
export function createImageLookup(
  target: Target,
  collections: ImageCollections,
  dependencies: InventoryDependencies,
): ImageLookups {
  const { clock, sequence, patience, shared } = dependencies
  const { peers, membership } = shared
  const what = `${target.key}/images`
  const observations = createImageObservations(target, collections)
  const { possibleVisibilities } = observations
  const known = createKnownImages(collections, observations, dependencies)
  const queries = createImageQueries(target, collections, observations, dependencies)
  const flights = new Map<string, LookupFlight>()

  function staleResult(arn: string, error: Error, read: ReadOptions): ImageResult {
    const last = known.last(arn, read)
    if (last === undefined) return { outcome: error, observation: undefined }
    read.onStale?.({ what, observedAt: last.observedAt, error })
    return resultOf(last)
  }

  /** Waits for a flight. If cached images can be served, waits no longer than the patience. */
  async function resultsOf(flight: LookupFlight, carried: readonly string[], read: ReadOptions) {
    if (patience !== undefined && carried.every((arn) => known.last(arn, read) !== undefined)) {
      const arrived = await joinPatiently(flight, read, { ...patience, clock })
      if (arrived !== NOT_YET) return arrived
      const notYet = { outcome: notYetError(what), observation: undefined }
      if (carried.every((arn) => known.last(arn, read) !== undefined)) {
        return new Map(carried.map((arn) => [arn, notYet]))
      }
    }
    return join(flight, read)
  }

  function begin(arns: readonly string[], query: ImageQuery, read: ReadOptions): void {
    const started = sequence.next()
    const { notBefore, takeCalls } = read
    const isForAll = peers !== undefined && notBefore === undefined && membership.floor() === 0
    const knownTo = (arn: string) => known.result(arn, {})
    const run = isForAll ? createPeerQuery(query, { peers, what, sequence, known: knownTo }) : query
    const flight = {
      sequence: started,
      notBefore,
      isForAll,
      startedAt: clock.now(),
      ...launch((call) => run(arns, { started, notBefore, takeCalls, call }), read),
    }
    for (const arn of arns) flights.set(arn, flight)
    const removeFlight = () => {
      for (const arn of arns) if (flights.get(arn) === flight) flights.delete(arn)
    }
    flight.result.then(removeFlight, removeFlight)
  }

  function request(arns: readonly string[], read: ReadOptions): void {
    if (arns.length > 1 && arns.some(queries.wasMissing)) begin(arns, queries.querySeparately, read)
    else for (const chunk of chunks(arns)) begin(chunk, queries.describe, read)
  }

  function flightOf(arn: string, read: ReadOptions): LookupFlight | undefined {
    const flight = flights.get(arn)
    const isJoinable =
      flight !== undefined &&
      !flight.isAbandoned() &&
      !(flight.isForAll && read.notBefore !== undefined) &&
      flight.sequence > known.floorOf(possibleVisibilities(arn), read)
    return isJoinable ? flight : undefined
  }

  /** Waits for the current flights of these ARNs. Ignores flights that start later. */
  async function arrivals(arns: readonly string[], read: ReadOptions): Promise<ImageResults> {
    const carriers = Map.groupBy(arns, (arn) => flights.get(arn))
    const arrived = await Promise.all(
      [...carriers].map(async ([flight, carried]) => {
        const results = flight && (await resultsOf(flight, carried, read))
        return carried.map((arn) => [arn, results?.get(arn) ?? NOTHING] as const)
      }),
    )
    return new Map(arrived.flat())
  }

  /** Requests the ARNs without a current flight, and waits for all results. */
  async function loadUnknown(arns: readonly string[], read: ReadOptions): Promise<ImageResults> {
    request(
      arns.filter((arn) => flightOf(arn, read) === undefined),
      read,
    )
    const results = await arrivals(arns, read)
    const { notBefore } = read
    if (notBefore === undefined) return results
    const early = arns.filter(
      (arn) => (results.get(arn)?.observation?.sequence ?? notBefore + 1) <= notBefore,
    )
    return early.length === 0 ? results : new Map([...results, ...(await readAgain(early, read, notBefore))])
  }

  /** Reads ARNs again whose shared lookup used a listing that started before this reader. */
  function readAgain(arns: readonly string[], read: ReadOptions, notBefore: number): Promise<ImageResults> {
    const joinable = (arn: string) => (flightOf(arn, read)?.notBefore ?? 0) >= notBefore
    const byJoinable = Map.groupBy(arns, joinable)
    // The retry starts now, not at the reader's start, so that other readers can share it.
    request(byJoinable.get(false) ?? [], { ...read, notBefore: sequence.last() })
    return arrivals(arns, read)
  }

  /** Returns the result for the reader of a look-up. */
  function resultOfLoaded(arn: string, loaded: ImageResult, read: ReadOptions): ImageResult {
    const { outcome } = loaded
    const isError = outcome instanceof Error
    // A later listing may have ended the overlay of a write that a shared look-up is too early to show.
    const current = isError || read.notBefore !== undefined ? undefined : known.result(arn, read)
    if (current !== undefined) return current
    read.onRead?.(undefined)
    return isError ? staleResult(arn, outcome, read) : loaded
  }

  const load: ImageLookup = async (arns, options) => {
    // Copied, because a mutation advances `notBefore` for later reads of its request, but not for this one.
    const read = { ...options }
    const joining = known.ready()
    // An `await` of a plain value would let other tasks of a single process run first.
    if (joining !== undefined) await untilAborted(joining, read.signal)
    const results = new Map<string, ImageResult>()
    const unknown = new Set(arns)
    const takeKnown = () => {
      for (const arn of unknown) {
        const result = known.result(arn, read)
        if (result === undefined) continue
        results.set(arn, result)
        unknown.delete(arn)
      }
    }
    takeKnown()
    if (unknown.size > 0 && membership.floor() > 0) {
      await untilAborted(membership.confirm(), read.signal)
      takeKnown()
    }
    if (unknown.size > 0) {
      read.signal?.throwIfAborted()
      // Falls back last, since another reader may have loaded the image in the meantime.
      for (const [arn, loaded] of await loadUnknown([...unknown], read)) {
        results.set(arn, resultOfLoaded(arn, loaded, read))
      }
    }
    return arns.map((arn) => {
      const { outcome, observation } = results.get(arn) ?? NOTHING
      if (observation !== undefined) read.onObserved?.(observation.observedAt)
      return outcome
    })
  }

  return {
    load,
    peek(arn, read) {
      const result = known.result(arn, read)
      if (result === undefined || result.outcome instanceof Error) return undefined
      if (result.observation !== undefined) read.onObserved?.(result.observation.observedAt)
      return result.outcome
    },
  }
}
