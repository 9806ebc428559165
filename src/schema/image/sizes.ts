import type { TargetInventory } from '../../inventory/target-inventory.ts'
import { sizeOfAll, sizeOfLongest, sizeRegistry } from '../kit/sizes.ts'

/** Number of applications that AWS allows on an image by default. */
const ASSUMED_APPLICATIONS = 50
/** Assumed number of public images per region, which are listed on demand only. */
const ASSUMED_PUBLIC_IMAGES = 100

const listed = ({ images: { byVisibility } }: TargetInventory) => [byVisibility.PRIVATE, byVisibility.SHARED]
const sizeOfListed = sizeOfAll(listed)
const longestCatalog = sizeOfLongest(listed, ({ aws }) => aws.Applications?.maxLength ?? 0)

sizeRegistry.add('Query.images', (inventory) => {
  const published = inventory.targets.map(
    (target) => inventory.of(target).images.byVisibility.PUBLIC.latest()?.items.size ?? ASSUMED_PUBLIC_IMAGES,
  )
  const own = sizeOfListed(inventory)
  return own === undefined ? undefined : published.reduce((total, count) => total + count, own)
})

sizeRegistry.add('Image.applications', (inventory) => longestCatalog(inventory) ?? ASSUMED_APPLICATIONS)
