import type { VisibilityType } from '../../appstream/model.ts'
import type { Target } from '../../appstream/target.ts'
import type { Image } from '../../inventory/resources.ts'
import { type InventoryPage, listInventory } from '../connection/inventory-list.ts'
import { createOrderings, type OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { Relation } from '../connection/relation.ts'
import type { GraphContext } from '../context.ts'
import { type ImageFilter, imageFilter } from './filter.ts'

/** Which images to list, and which page of them. */
export interface ImageListRequest extends PageArguments {
  readonly targets: readonly Target[]
  readonly filter?: ImageFilter | null | undefined
  readonly orderBy?: OrderInput | null | undefined
}

/** The images that refer to a parent, and which page of them. */
export interface RelatedImagesRequest<Parent> extends PageArguments {
  readonly parent: Parent
  readonly relation: Relation<Parent, Image>
  readonly targets: readonly Target[]
  /** The listings to read; the private and the shared ones by default. */
  readonly listings?: readonly VisibilityType[]
}

type ImagePage = InventoryPage<Image> | Promise<InventoryPage<Image>>

/** Returns the ordering of images that a caller asked for. */
export const imageOrdering = createOrderings<Image>('Image')

const OWN_AND_SHARED = ['PRIVATE', 'SHARED'] as const

/** Returns a page of images over the targets. @throws BAD_USER_INPUT before anything is read. */
export function listImages(context: GraphContext, request: ImageListRequest): ImagePage {
  const { loaders } = context
  const given = request.filter ?? {}
  const ordering = imageOrdering(request.orderBy)
  const page = requestPage(request, ordering)
  const filter = imageFilter(given, loaders.distinct)
  return listInventory({
    reader: loaders.imageLists,
    sources: sourcesOf(context, request.targets, listingsFor(given)),
    page,
    itemsOf: (reading) => reading.list(ordering, filter),
  })
}

/** Returns a page of the images that refer to a parent; by name. @throws BAD_USER_INPUT before anything is read. */
export function listRelatedImages<Parent>(
  context: GraphContext,
  request: RelatedImagesRequest<Parent>,
): ImagePage {
  const { parent, relation, targets, listings = OWN_AND_SHARED } = request
  return listInventory({
    reader: context.loaders.imageLists,
    sources: sourcesOf(context, targets, listings),
    page: requestPage(request, imageOrdering()),
    itemsOf: ({ view }) => view.derive(relation)(parent),
  })
}

function sourcesOf(
  { inventory }: GraphContext,
  targets: readonly Target[],
  listings: readonly VisibilityType[],
) {
  return targets.flatMap((target) => {
    const { byVisibility } = inventory.of(target).images
    return listings.map((type) => ({ target, collection: byVisibility[type] }))
  })
}

/** The listings that can hold what a filter lets pass. */
function listingsFor({ visibilities }: ImageFilter): readonly VisibilityType[] {
  if (visibilities == null) return OWN_AND_SHARED
  // An unlisted visibility would be found among the images that are not AWS's.
  const wanted = new Set(visibilities)
  if (wanted.delete('UNKNOWN')) for (const type of OWN_AND_SHARED) wanted.add(type)
  return VISIBILITIES.filter((type) => wanted.has(type))
}

const VISIBILITIES = ['PRIVATE', 'SHARED', 'PUBLIC'] as const
