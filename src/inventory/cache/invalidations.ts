import type { z } from 'zod'
import type { Journal, Shared } from '../../shared/shared.ts'

/** Resolves once all replicas know of a change; undefined if they already do, as in a single process. */
export type Settled = Promise<void> | undefined

/** Invalidations of cached values, which reach every replica. */
export interface Invalidations<Change> {
  /** Key of the journal, after whose commits shared values of the cache are outdated. */
  readonly key: string
  /** Resolves once later changes by other replicas arrive here; undefined if they do. */
  ready(): Promise<void> | undefined
  /** Returns true if the invalidations of the other replicas are loaded. */
  readonly isReady: () => boolean
  /**
   * Invalidates here at once. Resolves once no replica serves an earlier value; returns undefined in a single process.
   */
  commit(change: Change): Settled
}

/** Options of {@link createInvalidations}. */
export interface InvalidationsOptions<Change> {
  readonly key: string
  readonly shared: Shared
  /** Schema of a change, which must be JSON. */
  readonly changes: z.ZodType<Change>
  /** Invalidates what started before this sequence number. Default: now. */
  readonly apply: (change: Change, sequence?: number) => void
  /**
   * Invalidates everything that started before this sequence number, since changes by other replicas may have been
   * missed. Default: now.
   */
  readonly applyAll: (sequence?: number) => void
}

/** Creates the invalidations of one cache. They join their journal on first use. */
export function createInvalidations<Change>(options: InvalidationsOptions<Change>): Invalidations<Change> {
  const { key, shared, changes, apply, applyAll } = options
  let joined: Journal<readonly Change[]> | undefined

  function parse(json: unknown): readonly Change[] | undefined {
    return changes.array().safeParse(json).data
  }

  function join(): Journal<readonly Change[]> {
    joined ??= shared.journal<readonly Change[]>(key, {
      apply(commit, { sequence }) {
        for (const change of commit) apply(change, sequence)
      },
      encode: (commit) => ({ delta: commit }),
      decode(json) {
        const commit = parse(json)
        if (commit === undefined) applyAll()
        return commit ?? []
      },
      save: () => null,
      // Saved state does not record what earlier commits invalidated. Values may be known even before the first one,
      // because reads do not wait for an engine that does not answer.
      restore(_saved, { sequence }) {
        applyAll(sequence)
      },
    })
    return joined
  }

  return {
    key,
    ready: () => join().ready(),
    isReady: () => joined?.isReady() ?? false,
    commit(change) {
      const { propose } = join()
      // Without waiting for the engine, so that this replica serves no outdated value meanwhile.
      if (shared.peers !== undefined) apply(change)
      const proposed = propose(() => [change], { isWrite: true })
      return proposed instanceof Promise ? proposed.then(() => {}) : undefined
    },
  }
}

/** Waits for all of these changes. */
export function settleAll(changes: readonly Settled[]): Settled {
  const awaited = changes.filter((change) => change !== undefined)
  return awaited.length === 0 ? undefined : Promise.all(awaited).then(() => {})
}
