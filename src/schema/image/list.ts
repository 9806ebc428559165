import { isUpstreamError } from '../../appstream/exceptions.ts'
import type { VisibilityType } from '../../appstream/model.ts'
import type { Target } from '../../appstream/target.ts'
import type { Image } from '../../inventory/resources.ts'
import { type InventoryPage, listInventory } from '../connection/inventory-list.ts'
import { createOrderings, type OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { GraphContext } from '../context.ts'
import { type ImageFilter, matchesImage } from './filter.ts'

/** Which images to list, and which page of them. */
export interface ImageListRequest extends PageArguments {
  readonly targets: readonly Target[]
  readonly filter?: ImageFilter | null | undefined
  readonly orderBy?: OrderInput | null | undefined
  /** The listings to read, where the filter does not tell. */
  readonly listings?: readonly VisibilityType[]
  /** A further condition, beside the caller's filter. */
  readonly where?: (image: Image) => boolean
}

const orderingOf = createOrderings<Image>('Image')

/** A page of images over the targets. @throws BAD_USER_INPUT before anything is read. */
export async function listImages(
  context: GraphContext,
  request: ImageListRequest,
): Promise<InventoryPage<Image>> {
  const { inventory } = context
  const filter = request.filter ?? {}
  const ordering = orderingOf(request.orderBy)
  const page = requestPage(request, ordering)
  const matchesFilter = matchesImage(filter)
  const { where } = request
  const matches = where === undefined ? matchesFilter : (image: Image) => where(image) && matchesFilter(image)
  const sources = request.targets.flatMap((target) =>
    (request.listings ?? listingsFor(filter)).map((type) => ({
      target,
      collection: inventory.of(target).images.byVisibility[type],
    })),
  )
  return listInventory(context, {
    sources,
    ordering,
    page,
    matches,
    asShown: (images, unread) => asOwnersSee(context, images, unread),
  })
}

/** One image is one object in the graph, so where its owner is a target too, it is described as seen from there. */
async function asOwnersSee(
  { inventory, loaders }: GraphContext,
  images: readonly Image[],
  unread: ReadonlySet<Target>,
): Promise<readonly Image[]> {
  const ownerOf = ({ arn, accountId, target }: Image): Target | undefined => {
    if (accountId === undefined || accountId === target.accountId) return undefined
    const owner = inventory.targetsOf(arn, target)[0]
    return owner?.accountId === accountId && !unread.has(owner) ? owner : undefined
  }
  if (!images.some(ownerOf)) return images
  return Promise.all(
    images.map(async (image) => {
      const owner = ownerOf(image)
      if (owner === undefined) return image
      // Should the owner's target fail or not know it yet, what was listed is still true.
      const shown = await loaders.image.load({ arn: image.arn, via: owner }).catch((error: unknown) => {
        if (isUpstreamError(error)) return null
        throw error
      })
      return shown ?? image
    }),
  )
}

/** The listings that can hold what a filter lets pass. */
function listingsFor({ visibilities }: ImageFilter): readonly VisibilityType[] {
  if (visibilities == null) return ['PRIVATE', 'SHARED']
  // An unlisted visibility would be found among the images that are not AWS's.
  const wanted = new Set(
    visibilities.flatMap((value) => (value === 'UNKNOWN' ? (['PRIVATE', 'SHARED'] as const) : [value])),
  )
  return [...wanted]
}
