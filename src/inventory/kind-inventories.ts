import type { Target } from '../appstream/target.ts'
import type { Kind } from './kind.ts'
import { createKindInventory, type KindInventory, type WatcherFactory } from './kind-inventory.ts'
import type { InventoryParts } from './parts.ts'
import type { AnyResource } from './resources.ts'

/** The inventories of the kinds that somebody has asked one target for. */
export interface KindInventories {
  /** Returns the inventory of a kind, created at the first call. */
  of<Item extends AnyResource>(kind: Kind<Item>): KindInventory<Item>
  /** Returns those created so far, by the plural of their kinds. */
  created(): ReadonlyMap<string, KindInventory<AnyResource>>
}

/** Creates the registry of one target's kinds: a kind that is declared needs no other entry. Those of `kinds` are there from the start. */
export function createKindInventories(
  target: Target,
  parts: InventoryParts,
  watch: WatcherFactory,
  kinds: readonly Kind[] = [],
): KindInventories {
  const created = new Map<string, KindInventory<AnyResource>>()
  const registry: KindInventories = {
    of<Item extends AnyResource>(kind: Kind<Item>): KindInventory<Item> {
      // The value under a kind is the inventory of that kind.
      const known = created.get(kind.plural) as KindInventory<Item> | undefined
      if (known !== undefined) return known
      const inventory = createKindInventory(kind, target, parts, watch)
      created.set(kind.plural, inventory as unknown as KindInventory<AnyResource>)
      return inventory
    },
    created: () => created,
  }
  for (const kind of kinds) registry.of(kind)
  return registry
}
