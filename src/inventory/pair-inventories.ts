import type { Target } from '../appstream/target.ts'
import type { InventoryDependencies } from './dependencies.ts'
import { createPairs, type Limit, type PairKind, type Pairs } from './pairs.ts'

/** Associations of one target, created on demand. */
export interface PairInventories {
  /** Returns the pairs of a kind; creates them at the first call. */
  of(kind: PairKind): Pairs
}

/** Creates the registry of one target's associations. */
export function createPairInventories(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): PairInventories {
  const created = new Map<string, Pairs>()
  return {
    of(kind) {
      const pairs = created.get(kind.name) ?? createPairs(kind, target, dependencies, limit)
      created.set(kind.name, pairs)
      return pairs
    },
  }
}
