import type { Target } from '../appstream/target.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { Kind } from './kind.ts'
import { createKindInventory, type KindInventory, type WatcherFactory } from './kind-inventory.ts'
import { createKindMap, type TypeFamily } from './kind-map.ts'
import type { AnyResource } from './resources.ts'

/** The inventories of the kinds that somebody has asked one target for. */
export interface KindInventories {
  /** Returns the inventory of a kind, created at the first call. */
  of<Item extends AnyResource>(kind: Kind<Item>): KindInventory<Item>
  /** Registers an inventory that is not made of one listing. */
  add<Item extends AnyResource>(kind: Kind<Item>, inventory: KindInventory<Item>): void
  /** Returns those created so far, by the plural of their kinds. */
  created(): ReadonlyMap<string, KindInventory<AnyResource>>
}

interface InventoryFamily extends TypeFamily {
  readonly value: KindInventory<this['item']>
}

/** Creates the registry of one target's kinds: a kind that is declared needs no other entry. */
export function createKindInventories(
  target: Target,
  dependencies: InventoryDependencies,
  watch: WatcherFactory,
): KindInventories {
  const created = createKindMap<InventoryFamily>()
  return {
    of: (kind) => created.of(kind, () => createKindInventory(kind, target, dependencies, watch)),
    add: created.set,
    created: created.all,
  }
}
