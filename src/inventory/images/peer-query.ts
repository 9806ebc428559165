import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Sequence } from '../../clock.ts'
import type { Peers } from '../../shared/shared.ts'
import { claimLoad, type EndClaim } from '../cache/peer-claims.ts'
import {
  failAll,
  type ImageQuery,
  type ImageQueryOptions,
  type ImageResult,
  type ImageResults,
} from './query.ts'

/** Options of {@link createPeerQuery}. */
export interface PeerQueryOptions {
  readonly peers: Peers
  /** Name of the look-ups of a target. */
  readonly what: string
  readonly sequence: Sequence
  /** Returns the result for an ordinary reader, without an AWS call. */
  readonly known: (arn: string) => ImageResult | undefined
}

/** Creates a query that one replica makes for all replicas that need the same images at the same time. */
export function createPeerQuery(
  query: ImageQuery,
  { peers, what, sequence, known }: PeerQueryOptions,
): ImageQuery {
  async function queryForAll(
    arns: readonly string[],
    options: ImageQueryOptions,
    endClaim: EndClaim,
  ): Promise<ImageResults> {
    const recorded: Promise<unknown>[] = []
    let failure: unknown
    try {
      const results = await query(arns, {
        ...options,
        started: sequence.next(),
        onRecorded: (commit) => recorded.push(commit),
      })
      failure = sameErrorOf(results)
      return results
    } finally {
      // The others find the results in the listings once they are committed.
      void Promise.allSettled(recorded).then(() => endClaim(failure))
    }
  }

  return async (arns, options) => {
    const name = `${what} ${[...arns].sort().join(' ')}`
    const isKnown = () => arns.every((arn) => known(arn) !== undefined)
    try {
      for (;;) {
        const endClaim = await claimLoad(peers, name, isKnown, options.call.signal)
        if (endClaim !== undefined) return await queryForAll(arns, options, endClaim)
        const found = resultsOf(arns, known)
        if (found !== undefined) return found
      }
    } catch (error) {
      // The query of another replica failed.
      if (isUpstreamError(error)) return failAll(arns, error)
      throw error
    }
  }
}

/** Returns the error of all results; undefined if one succeeded or failed differently. */
function sameErrorOf(results: ImageResults): Error | undefined {
  const [first] = results.values()
  const error = first?.outcome
  const isSame = results.values().every(({ outcome }) => outcome === error)
  return isSame && error instanceof Error ? error : undefined
}

/** Returns the results of all ARNs; undefined if one was invalidated meanwhile. */
function resultsOf(
  arns: readonly string[],
  known: (arn: string) => ImageResult | undefined,
): ImageResults | undefined {
  const results = new Map<string, ImageResult>()
  for (const arn of arns) {
    const result = known(arn)
    if (result === undefined) return undefined
    results.set(arn, result)
  }
  return results
}
