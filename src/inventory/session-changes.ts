import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Journal, Shared } from '../shared/shared.ts'
import type { Settled } from './cache/invalidations.ts'

/** Invalidations of the sessions of one target, at all replicas. */
export interface SessionChanges extends Pick<Journal<never>, 'ready' | 'isReady'> {
  /** Returns the sequence number before which listings of a pair are outdated; 0 if none are. */
  changedAt(pair: string): number
  /** Invalidates the sessions of a pair, or of all pairs. */
  commit(pair: string | undefined): Settled
}

/** Sessions of pairs that changed earlier are too old to be served. */
const MAX_KEPT = 1_000

const changeSchema = z.object({ pair: z.string().optional() })
const savedSchema = z.object({ all: z.number(), pairs: z.array(z.tuple([z.string(), z.number()])) })

type SessionChange = z.infer<typeof changeSchema>

/**
 * Creates the invalidations of one target. Every replica remembers them, since it may load listings later that others
 * made before. `onChanged` is called with the pair, or without one for all.
 */
export function createSessionChanges(
  key: string,
  shared: Shared,
  onChanged: (pair: string | undefined) => void,
): SessionChanges {
  const { sequence, peers } = shared
  const pairs = new LRUCache<string, number>({ max: MAX_KEPT })
  let all = 0

  function record({ pair }: SessionChange, changedAt: number): void {
    if (pair === undefined) all = changedAt
    else pairs.set(pair, changedAt)
    onChanged(pair)
  }

  const { propose, ready, isReady } = shared.journal<SessionChange | undefined>(key, {
    apply(change, meta) {
      if (change !== undefined) record(change, meta.sequence)
    },
    encode: (change) => ({ delta: change }),
    decode: (delta) => changeSchema.safeParse(delta).data,
    save: ({ toShared }) => ({
      all: toShared(all),
      pairs: [...pairs.entries()].reverse().map(([pair, at]) => [pair, toShared(at)]),
    }),
    restore(saved, _meta, { toLocal }) {
      const { data } = savedSchema.safeParse(saved)
      pairs.clear()
      all = data === undefined || data.all === 0 ? 0 : toLocal(data.all)
      for (const [pair, at] of data?.pairs ?? []) pairs.set(pair, toLocal(at))
      onChanged(undefined)
    },
  })

  return {
    ready,
    isReady,
    changedAt: (pair) => Math.max(all, pairs.peek(pair) ?? 0),
    commit(pair) {
      const change: SessionChange = pair === undefined ? {} : { pair }
      // Requests of this replica must not wait for the engine to stop serving what is outdated.
      if (peers !== undefined) record(change, sequence.next())
      const proposed = propose(() => change, { isWrite: true })
      return proposed instanceof Promise ? proposed.then(() => {}) : undefined
    },
  }
}
