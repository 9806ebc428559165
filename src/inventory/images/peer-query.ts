import type { Sequence } from '../../clock.ts'
import type { Peers } from '../../shared/shared.ts'
import type { ImageQuery, ImageResult, ImageResults } from './query.ts'

/** Options of {@link createPeerQuery}. */
export interface PeerQueryOptions {
  readonly peers: Peers
  /** Name of the look-ups of a target. */
  readonly what: string
  readonly sequence: Sequence
  /** Returns the result for an ordinary reader, without an AWS call. */
  readonly known: (arn: string) => ImageResult | undefined
}

/** Creates a query that one replica makes for all that ask for the same images at the same time. */
export function createPeerQuery(
  query: ImageQuery,
  { peers, what, sequence, known }: PeerQueryOptions,
): ImageQuery {
  return async (arns, options) => {
    const name = `${what} ${[...arns].sort().join(' ')}`
    for (;;) {
      const release = await peers.claim(
        name,
        () => arns.every((arn) => known(arn) !== undefined),
        options.call.signal,
      )
      if (release !== undefined) {
        const recorded: Promise<unknown>[] = []
        try {
          return await query(arns, {
            ...options,
            started: sequence.next(),
            onRecorded: (commit) => recorded.push(commit),
          })
        } finally {
          // The others find the results in the listings once they are committed.
          void Promise.allSettled(recorded).then(release)
        }
      }
      const found = resultsOf(arns, known)
      if (found !== undefined) return found
    }
  }
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
