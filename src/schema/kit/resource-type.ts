import type { ObjectRef } from '@pothos/core'
import type { ItemKind, Kind } from '../../inventory/kind.ts'
import type { ReportedCollection, ReportedTarget } from '../../inventory/reported.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { Scopes } from '../access.ts'
import type { SchemaTypes } from '../builder.ts'
import type { inventoryConnectionType } from '../connection/inventory-type.ts'
import type { Orderings } from '../connection/order.ts'
import type { DefinedFilter } from './filter.ts'
import type { Identity } from './identity.ts'
import type { Naming } from './mutations/naming.ts'

/** Returns the collections of one target that can contain matches of a filter. */
export type CollectionsOf<Item> = (
  inventory: ReportedTarget,
  filter: object,
) => readonly ReportedCollection<Item>[]

/** A type of the graph whose values are in the inventory. */
export interface ItemType<Item extends AnyResource> {
  readonly kind: ItemKind<Item>
  readonly noun: string
  readonly plural: string
  /** Scopes required besides `appstream:read`. */
  readonly scope: Scopes | undefined
  readonly ref: ObjectRef<SchemaTypes, Item>
  readonly identity: Identity<Item>
  /** Finds the resources that inputs of mutations name. */
  readonly naming: Naming<Item>
}

/** A type of the graph that connections serve. */
export interface ListedType<Item extends AnyResource> extends ItemType<Item> {
  readonly connection: ReturnType<typeof inventoryConnectionType<Item>>
  readonly orderings: Orderings<Item>
  readonly filter: DefinedFilter<Item>
}

/** A resource type of the graph, whose resources AWS lists as a whole. */
export interface ResourceType<Item extends AnyResource> extends ListedType<Item> {
  readonly kind: Kind<Item>
  readonly collectionsOf: CollectionsOf<Item>
}
