import { z } from 'zod'
import type { Target } from '../../appstream/target.ts'
import type { Settled } from '../cache/invalidations.ts'
import { createInvalidations } from '../cache/invalidations.ts'
import type { InventoryDependencies, Limit } from '../dependencies.ts'
import { aliasIn, type Kind } from '../kind.ts'
import type { PairKind, Side } from './pair-kind.ts'
import { createPairs, type Pairs, type SharedPairs } from './pairs.ts'

/** Associations of one target, created on demand. */
export interface PairInventories {
  /** Returns the associations of a kind, created by the first call. */
  of<Data>(kind: PairKind<Data>): Pairs<Data>
  /**
   * Invalidates all associations of a resource, which was created or deleted, at every replica. Returns undefined in a
   * single process.
   */
  invalidate(kind: Pick<Kind, 'name' | 'aliasOf'>, name: string): Settled
}

const SIDES: readonly Side[] = ['left', 'right']

/** Invalidation of a resource, or of names on sides of an association. Names of people are replaced by aliases. */
const changes = z.union([
  z.object({ kind: z.string(), alias: z.string() }),
  z.object({ pair: z.string(), names: z.array(z.tuple([z.enum(['left', 'right']), z.string()])) }),
])

interface Created {
  readonly kind: PairKind
  /** Interface for callers. */
  readonly pairs: Pairs
  readonly local: SharedPairs
}

/** Creates the registry of one target's associations. */
export function createPairInventories(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): PairInventories {
  const created = new Map<string, Created>()
  // One journal for all associations, because other replicas may use associations that this one has not created.
  const invalidations = createInvalidations({
    key: `${target.key}/pairs`,
    shared: dependencies.shared,
    changes,
    apply,
    applyAll(sequence) {
      for (const { local } of created.values()) local.invalidateAll(sequence)
    },
  })

  function apply(change: z.infer<typeof changes>, sequence?: number): void {
    if ('pair' in change) {
      const { local } = created.get(change.pair) ?? {}
      for (const [side, alias] of change.names) local?.invalidate(side, alias, sequence)
      return
    }
    for (const { kind, local } of created.values()) {
      const sides = SIDES.filter((side) => kind.kinds[side].name === change.kind)
      for (const side of sides) local.invalidate(side, change.alias, sequence)
    }
  }

  return {
    of<Data>(kind: PairKind<Data>) {
      const known = created.get(kind.name)?.pairs
      // Only associations of this kind are stored under its name, which the compiler cannot know.
      if (known !== undefined) return known as Pairs<Data>
      const local = createPairs(kind, target, dependencies, limit, invalidations)
      const pairs: Pairs<Data> = {
        ...local,
        invalidate: (...names) =>
          invalidations.commit({
            pair: kind.name,
            names: names.map(([side, name]) => [side, kind.aliasOf?.[side]?.(name) ?? name]),
          }),
      }
      created.set(kind.name, { kind, pairs, local })
      return pairs
    },
    invalidate: (kind, name) => invalidations.commit({ kind: kind.name, alias: aliasIn(kind, name) }),
  }
}
