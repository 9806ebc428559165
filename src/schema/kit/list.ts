import type { Target } from '../../appstream/target.ts'
import type { Collection } from '../../inventory/collection.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { TargetInventory } from '../../inventory/target-inventory.ts'
import { type InventoryPage, listInventory } from '../connection/inventory-list.ts'
import type { ListReading } from '../connection/list-reading.ts'
import type { OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { Relation } from '../connection/relation.ts'
import type { GraphContext } from '../context.ts'
import type { CollectionsOf, ResourceType } from './resource-type.ts'

export type { PageArguments } from '../connection/page.ts'

/** Which resources to list, and which page of them. */
export interface ListRequest extends PageArguments {
  readonly targets: readonly Target[]
  readonly filter?: object | null | undefined
  readonly orderBy?: OrderInput | null | undefined
}

type ResourcePage<Item> = InventoryPage<Item> | Promise<InventoryPage<Item>>

/** Returns a page of resources over the targets. @throws BAD_USER_INPUT before anything is read */
export function listResources<Item extends AnyResource>(
  context: GraphContext,
  type: ResourceType<Item>,
  request: ListRequest,
): ResourcePage<Item> {
  const ordering = type.orderings(request.orderBy)
  const page = requestPage(request, ordering)
  const source = {
    reader: context.loaders.kinds.listsOf(type.kind),
    sources: sourcesOf(context, request.targets, (inventory) =>
      type.collectionsOf(inventory, request.filter ?? {}),
    ),
  }
  const items = async () => (await source.reader.read(source.sources)).list(ordering, undefined)
  const filter = type.filter.toFilter(request.filter, { context, items })
  if (filter instanceof Promise) {
    return filter.then((passing) =>
      listInventory({
        ...source,
        page,
        itemsOf: (reading) => reading.list(ordering, passing),
        errors: passing.errors,
      }),
    )
  }
  return listInventory({ ...source, page, itemsOf: (reading) => reading.list(ordering, filter) })
}

/** The resources that refer to a parent, and which page of them. */
export interface RelatedRequest<Item> extends PageArguments {
  readonly targets: readonly Target[]
  /** Returns the items to page through, in the default order of their type. */
  readonly itemsOf: (reading: ListReading<Item>) => readonly Item[]
  /** Returns the collections that can hold the items; by default those of the type. */
  readonly collectionsOf?: CollectionsOf<Item> | undefined
}

/** Returns a page of resources that refer to a parent; by name. @throws BAD_USER_INPUT before anything is read */
export function listRelated<Item extends AnyResource>(
  context: GraphContext,
  type: ResourceType<Item>,
  { targets, itemsOf, collectionsOf = type.collectionsOf, ...page }: RelatedRequest<Item>,
): ResourcePage<Item> {
  return listInventory({
    reader: context.loaders.kinds.listsOf(type.kind),
    sources: sourcesOf(context, targets, (inventory) => collectionsOf(inventory, {})),
    page: requestPage(page, type.orderings()),
    itemsOf,
  })
}

/** Returns the items of a relation. */
export function itemsOfRelation<Parent, Item>(relation: Relation<Parent, Item>, parent: Parent) {
  return ({ view }: ListReading<Item>) => view.derive(relation)(parent)
}

function sourcesOf<Item>(
  { inventory }: GraphContext,
  targets: readonly Target[],
  collectionsOf: (inventory: TargetInventory) => readonly Collection<Item>[],
) {
  return targets.flatMap((target) =>
    collectionsOf(inventory.of(target)).map((collection) => ({ target, collection })),
  )
}
