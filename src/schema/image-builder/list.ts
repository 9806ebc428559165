import type { Target } from '../../appstream/target.ts'
import type { ImageBuilder } from '../../inventory/resources.ts'
import { type InventoryPage, listInventory } from '../connection/inventory-list.ts'
import { createOrderings, type OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { Relation } from '../connection/relation.ts'
import type { GraphContext } from '../context.ts'
import { type ImageBuilderFilter, imageBuilderFilter } from './filter.ts'

/** Which image builders to list, and which page of them. */
export interface ImageBuilderListRequest extends PageArguments {
  readonly targets: readonly Target[]
  readonly filter?: ImageBuilderFilter | null | undefined
  readonly orderBy?: OrderInput | null | undefined
}

/** The image builders that refer to a parent, and which page of them. */
export interface RelatedImageBuildersRequest<Parent> extends PageArguments {
  readonly parent: Parent
  readonly relation: Relation<Parent, ImageBuilder>
  readonly targets: readonly Target[]
}

type ImageBuilderPage = InventoryPage<ImageBuilder> | Promise<InventoryPage<ImageBuilder>>

/** Returns the ordering of image builders that a caller asked for. */
export const imageBuilderOrdering = createOrderings<ImageBuilder>('ImageBuilder')

/** Returns a page of image builders over the targets. @throws BAD_USER_INPUT before anything is read. */
export function listImageBuilders(context: GraphContext, request: ImageBuilderListRequest): ImageBuilderPage {
  const { loaders } = context
  const ordering = imageBuilderOrdering(request.orderBy)
  const page = requestPage(request, ordering)
  const filter = imageBuilderFilter(request.filter ?? {}, loaders.distinct)
  return listInventory({
    reader: loaders.imageBuilderLists,
    sources: sourcesOf(context, request.targets),
    page,
    itemsOf: (reading) => reading.list(ordering, filter),
  })
}

/** Returns a page of the image builders that refer to a parent; by name. @throws BAD_USER_INPUT before anything is read. */
export function listRelatedImageBuilders<Parent>(
  context: GraphContext,
  { parent, relation, targets, ...page }: RelatedImageBuildersRequest<Parent>,
): ImageBuilderPage {
  return listInventory({
    reader: context.loaders.imageBuilderLists,
    sources: sourcesOf(context, targets),
    page: requestPage(page, imageBuilderOrdering()),
    itemsOf: ({ view }) => view.derive(relation)(parent),
  })
}

function sourcesOf({ inventory }: GraphContext, targets: readonly Target[]) {
  return targets.map((target) => ({ target, collection: inventory.of(target).imageBuilders }))
}
