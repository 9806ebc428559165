import type { Target } from '../appstream/target.ts'
import type { InventoryDependencies } from './dependencies.ts'
import { createPairs, type Limit, type PairKind, type Pairs } from './pairs.ts'

/** Associations of one target, created on demand. */
export interface PairInventories {
  /** Returns the pairs of a kind; creates them at the first call. */
  of<Data>(kind: PairKind<Data>): Pairs<Data>
}

/** Creates the registry of one target's associations. */
export function createPairInventories(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): PairInventories {
  const created = new Map<string, Pairs>()
  return {
    of<Data>(kind: PairKind<Data>) {
      const known = created.get(kind.name)
      // Only pairs of a kind are set under its name, which the compiler cannot know of a string.
      if (known !== undefined) return known as Pairs<Data>
      const pairs = createPairs(kind, target, dependencies, limit)
      created.set(kind.name, pairs)
      return pairs
    },
  }
}
