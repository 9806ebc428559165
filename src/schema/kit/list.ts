import type { Target } from '../../appstream/target.ts'
import type { ReportedCollection, ReportedTarget } from '../../inventory/reported.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import { type InventoryPage, listInventory } from '../connection/inventory-list.ts'
import type { Source } from '../connection/list-reader.ts'
import type { ListReading } from '../connection/list-reading.ts'
import type { OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { Relation } from '../connection/relation.ts'
import type { GraphContext } from '../context.ts'
import type { CollectionsOf, ListedType, ResourceType } from './resource-type.ts'

export type { PageArguments } from '../connection/page.ts'

/** Selection of the resources to list, and of their page. */
export interface ListRequest extends PageArguments {
  readonly targets: readonly Target[]
  readonly filter?: object | null | undefined
  readonly orderBy?: OrderInput | null | undefined
}

type ResourcePage<Item> = InventoryPage<Item> | Promise<InventoryPage<Item>>

/** Returns a page of resources over all targets. @throws BAD_USER_INPUT before anything is read */
export function listResources<Item extends AnyResource>(
  context: GraphContext,
  type: ResourceType<Item>,
  { targets, ...request }: ListRequest,
): ResourcePage<Item> {
  const sources = sourcesOf(context, targets, (inventory) =>
    type.collectionsOf(inventory, request.filter ?? {}),
  )
  return listSources(context, type, { ...request, sources })
}

/** Selection of the collections to list, and of the page of their resources. */
export interface SourcesRequest<Item> extends Omit<ListRequest, 'targets'> {
  readonly sources: readonly Source<Item>[]
  /** Targets that the collections represent. Default: the targets of the collections. */
  readonly targets?: readonly Target[]
  /** Errors of targets that were read only in part. */
  readonly errors?: ReadonlyMap<Target, unknown>
  /** True if data by which the collections were selected was older than its maximum age. Default: false. */
  readonly isStale?: boolean
}

/** Returns a page of the resources of several collections. @throws BAD_USER_INPUT before the first read */
export function listSources<Item extends AnyResource>(
  context: GraphContext,
  type: Pick<ListedType<Item>, 'kind' | 'orderings'> & Partial<Pick<ListedType<Item>, 'filter'>>,
  {
    sources,
    targets,
    errors,
    isStale = false,
    filter: input,
    orderBy,
    ...pageArguments
  }: SourcesRequest<Item>,
): ResourcePage<Item> {
  const ordering = type.orderings(orderBy)
  const listing = {
    reader: context.loaders.kinds.listsOf(type.kind),
    sources,
    page: requestPage(pageArguments, ordering),
    targets,
  }
  const items = async () => (await listing.reader.read(sources)).list(ordering, undefined)
  const filter = type.filter?.toFilter(input, { context, items })
  if (filter instanceof Promise) {
    return filter.then((passing) =>
      listInventory({
        ...listing,
        itemsOf: (reading) => reading.list(ordering, passing),
        errors: merged(errors, passing.errors),
        isStale: isStale || passing.isStale === true,
      }),
    )
  }
  return listInventory({ ...listing, errors, isStale, itemsOf: (reading) => reading.list(ordering, filter) })
}

function merged(
  one: ReadonlyMap<Target, unknown> | undefined,
  other: ReadonlyMap<Target, unknown> | undefined,
): ReadonlyMap<Target, unknown> | undefined {
  return one === undefined || other === undefined ? (one ?? other) : new Map([...other, ...one])
}

/** Selection of the resources that refer to a parent, and of their page. */
export interface RelatedRequest<Item> extends PageArguments {
  readonly targets: readonly Target[]
  /** Returns the items to page through, in the default order of their type. */
  readonly itemsOf: (reading: ListReading<Item>) => readonly Item[]
  /** Returns the collections that can contain the items. Default: those of the type. */
  readonly collectionsOf?: CollectionsOf<Item> | undefined
  /** True if data by which the items are selected was older than its maximum age. Default: false. */
  readonly isStale?: boolean | undefined
}

/** Returns a page of resources that refer to a parent, sorted by name. @throws BAD_USER_INPUT before the first read */
export function listRelated<Item extends AnyResource>(
  context: GraphContext,
  type: ResourceType<Item>,
  { targets, itemsOf, isStale, collectionsOf = type.collectionsOf, ...page }: RelatedRequest<Item>,
): ResourcePage<Item> {
  return listInventory({
    reader: context.loaders.kinds.listsOf(type.kind),
    sources: sourcesOf(context, targets, (inventory) => collectionsOf(inventory, {})),
    page: requestPage(page, type.orderings()),
    isStale,
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
  collectionsOf: (inventory: ReportedTarget) => readonly ReportedCollection<Item>[],
) {
  return targets.flatMap((target) =>
    collectionsOf(inventory.of(target)).map((collection) => ({ target, collection })),
  )
}
