import type { Target } from '../appstream/target.ts'
import { createPairs, type Limit, type PairKind, type Pairs } from './pairs.ts'
import type { InventoryParts } from './parts.ts'

/** Associations of one target, created on demand. */
export interface PairInventories {
  /** Returns the pairs of a kind; creates them at the first call. */
  of(kind: PairKind): Pairs
}

/** Creates the registry of one target's associations. */
export function createPairInventories(target: Target, parts: InventoryParts, limit: Limit): PairInventories {
  const created = new Map<string, Pairs>()
  return {
    of(kind) {
      const pairs = created.get(kind.name) ?? createPairs(kind, target, parts, limit)
      created.set(kind.name, pairs)
      return pairs
    },
  }
}
