import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Journal, Shared } from '../shared/shared.ts'
import type { Settled } from './cache/invalidations.ts'

/** Parents that were deleted or replaced, whose children all replicas drop. */
export interface ForgottenParents extends Pick<Journal<never>, 'ready' | 'isReady'> {
  /**
   * Returns the number of the commit that dropped the children of a parent last, which distinguishes them
   * from those of an earlier parent of the same name; 0 without one.
   */
  generationOf(parent: Parent): number
  /** Drops the children of a parent at every replica; returns undefined in a single process. */
  forget(parent: Parent): Settled
}

/** Parent in one target. */
export interface Parent {
  /** Plural of the kind, e.g. `stacks`. */
  readonly kind: string
  readonly name: string
}

/** Children of parents that were dropped earlier are outdated for other reasons. */
const MAX_KEPT = 1_000

const parentSchema = z.object({ kind: z.string(), name: z.string() })
const savedSchema = z.array(z.tuple([z.string(), z.number()]))

/**
 * Creates the record of one target. `onForgotten` drops the children of a parent in this process; without a parent, all
 * that are of an earlier generation.
 */
export function createForgottenParents(
  key: string,
  shared: Shared,
  onForgotten: (parent?: Parent) => void,
): ForgottenParents {
  const generations = new LRUCache<string, number>({ max: MAX_KEPT })
  const idOf = ({ kind, name }: Parent) => `${kind} ${name}`

  const { propose, ready, isReady } = shared.journal<Parent | undefined>(key, {
    apply(parent, { position }) {
      if (parent === undefined) return
      generations.set(idOf(parent), position.number)
      onForgotten(parent)
    },
    encode: (parent) => ({ delta: parent }),
    decode: (json) => parentSchema.safeParse(json).data,
    // Oldest first, so that all replicas evict the same ones.
    save: () => [...generations.entries()].reverse(),
    restore(saved) {
      generations.clear()
      for (const [id, number] of savedSchema.safeParse(saved).data ?? []) generations.set(id, number)
      onForgotten()
    },
  })

  return {
    ready,
    isReady,
    generationOf: (parent) => generations.peek(idOf(parent)) ?? 0,
    forget(parent) {
      const proposed = propose(() => parent, { isWrite: true })
      return proposed instanceof Promise ? proposed.then(() => {}) : undefined
    },
  }
}
