import type { z } from 'zod'
import type { Peers } from '../../shared/shared.ts'
import type { Cached, CachedOptions } from './cached.ts'
import { claimLoad } from './peer-claims.ts'
import type { Freshness } from './reads.ts'

/** Conversion of a value to JSON and back. */
export interface ValueCodec<Value> {
  toJson(value: Value): unknown
  /** Returns undefined if the JSON is not such a value. */
  fromJson(json: unknown): Value | undefined
}

/** Options of {@link shareValue}. */
export interface SharedValueOptions<Value> {
  readonly peers: Peers
  /** Journal whose commits outdate the value. */
  readonly journalKey: string
  /** Name of the value within the journal. Only its hash is sent to the engine. */
  readonly name: string
  readonly codec: ValueCodec<Value>
  readonly freshness: Freshness
  readonly cached: () => Cached<Value>
}

/** Returns the cache options that load a value once for all replicas. */
export function shareValue<Value>(
  options: SharedValueOptions<Value>,
): Required<Pick<CachedOptions<Value>, 'peers' | 'commit'>> {
  const { peers, journalKey, name, codec, freshness, cached } = options
  let stored = Promise.resolve()
  return {
    peers: {
      async claim(isSatisfied, signal) {
        const endClaim = await claimLoad(peers, `${journalKey} ${name}`, isSatisfied, signal)
        // The claim ends once other replicas can find the value. Readers of this replica need not wait for that.
        if (endClaim === undefined) return undefined
        return (error) => {
          const end = () => endClaim(error)
          void stored.then(end, end)
        }
      },
      async find() {
        const found = await peers.details.read(journalKey, name)
        if (found === undefined) return
        const { value: json, sequence, observedAt, tookMs } = found
        const value = codec.fromJson(json)
        if (value !== undefined) cached().accept({ value, sequence, observedAt, tookMs, isForeign: true })
      },
    },
    commit(observation) {
      cached().accept(observation)
      const value = { ...observation, value: codec.toJson(observation.value) }
      const ttlMs = Math.max(freshness.maxStalenessMs, 2 * observation.tookMs)
      stored = peers.details.write(journalKey, name, value, ttlMs)
      return observation
    },
  }
}

/** Returns the codec of values that are JSON themselves. */
export function codecOf<Value>(schema: z.ZodType<Value>): ValueCodec<Value> {
  return { toJson: (value) => value, fromJson: (json) => schema.safeParse(json).data }
}
