import type { Target } from '../appstream/target.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { Kind } from './kind.ts'
import { createPairs, type Limit, type PairKind, type Pairs, type Side } from './pairs.ts'

/** Associations of one target, created on demand. */
export interface PairInventories {
  /** Returns the associations of a kind, created by the first call. */
  of<Data>(kind: PairKind<Data>): Pairs<Data>
  /** Invalidates all associations of a resource, which was created or deleted. */
  invalidate(kind: Pick<Kind, 'name'>, name: string): void
}

/** Creates the registry of one target's associations. */
export function createPairInventories(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): PairInventories {
  const created = new Map<string, { readonly kind: PairKind; readonly pairs: Pairs }>()
  return {
    of<Data>(kind: PairKind<Data>) {
      const known = created.get(kind.name)?.pairs
      // Only associations of this kind are stored under its name, which the compiler cannot know.
      if (known !== undefined) return known as Pairs<Data>
      const pairs = createPairs(kind, target, dependencies, limit)
      created.set(kind.name, { kind, pairs })
      return pairs
    },
    invalidate({ name: ofKind }, name) {
      const sides: readonly Side[] = ['left', 'right']
      for (const { kind, pairs } of created.values()) {
        for (const side of sides) if (kind.kinds[side].name === ofKind) pairs.invalidate(side, name)
      }
    },
  }
}
