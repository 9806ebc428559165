import type { Target } from '../appstream/target.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { Kind } from './kind.ts'
import { createKindInventory, type KindInventory, type WatcherFactory } from './kind-inventory.ts'
import { createKindMap, type TypeFamily } from './kind-map.ts'
import type { AnyResource } from './resources.ts'

/** Inventories of the kinds in one target, created on demand. */
export interface KindInventories {
  /** Returns the inventory of a kind; the first call creates it. */
  of<Item extends AnyResource>(kind: Kind<Item>): KindInventory<Item>
  /** Registers an inventory that consists of several listings. */
  add<Item extends AnyResource>(kind: Kind<Item>, inventory: KindInventory<Item>): void
  /** Returns the existing inventories, by the plural of their kinds. */
  created(): ReadonlyMap<string, KindInventory<AnyResource>>
}

interface InventoryFamily extends TypeFamily {
  readonly value: KindInventory<this['item']>
}

/** Creates the registry of one target's kinds. The first use of a kind adds it. */
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
