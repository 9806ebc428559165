import type { ObjectRef } from '@pothos/core'
import type { Collection } from '../../inventory/collection.ts'
import type { Kind } from '../../inventory/kind.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { TargetInventory } from '../../inventory/target-inventory.ts'
import type { Scopes } from '../access.ts'
import type { SchemaTypes } from '../builder.ts'
import type { inventoryConnectionType } from '../connection/inventory-type.ts'
import type { Orderings } from '../connection/order.ts'
import type { DefinedFilter } from './filter.ts'
import type { Identity } from './identity.ts'

/** Returns the collections of one target that can hold what a filter lets pass. */
export type CollectionsOf<Item> = (inventory: TargetInventory, filter: object) => readonly Collection<Item>[]

/** A resource type of the graph. */
export interface ResourceType<Item extends AnyResource> {
  readonly kind: Kind<Item>
  readonly noun: string
  readonly plural: string
  /** What a caller needs besides `appstream:read`. */
  readonly scope: Scopes | undefined
  readonly ref: ObjectRef<SchemaTypes, Item>
  readonly connection: ReturnType<typeof inventoryConnectionType<Item>>
  readonly orderings: Orderings<Item>
  readonly filter: DefinedFilter<Item>
  readonly identity: Identity<Item>
  readonly collectionsOf: CollectionsOf<Item>
}
