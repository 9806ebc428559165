import type { Target } from '../../appstream/target.ts'
import type { ImageBuilder } from '../../inventory/resources.ts'
import { type InventoryPage, listInventory } from '../connection/inventory-list.ts'
import { createOrderings, type OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { GraphContext } from '../context.ts'
import { type ImageBuilderFilter, matchesImageBuilder } from './filter.ts'

/** Which image builders to list, and which page of them. */
export interface ImageBuilderListRequest extends PageArguments {
  readonly targets: readonly Target[]
  readonly filter?: ImageBuilderFilter | null | undefined
  readonly orderBy?: OrderInput | null | undefined
  /** A further condition, beside the caller's filter. */
  readonly where?: (builder: ImageBuilder) => boolean
}

const orderingOf = createOrderings<ImageBuilder>('ImageBuilder')

/** A page of image builders over the targets. @throws BAD_USER_INPUT before anything is read. */
export async function listImageBuilders(
  context: GraphContext,
  request: ImageBuilderListRequest,
): Promise<InventoryPage<ImageBuilder>> {
  const ordering = orderingOf(request.orderBy)
  const page = requestPage(request, ordering)
  const matchesFilter = matchesImageBuilder(request.filter ?? {})
  const { where } = request
  const matches =
    where === undefined
      ? matchesFilter
      : (imageBuilder: ImageBuilder) => where(imageBuilder) && matchesFilter(imageBuilder)
  const sources = request.targets.map((target) => ({
    target,
    collection: context.inventory.of(target).imageBuilders,
  }))
  return listInventory(context, { sources, ordering, page, matches })
}
