import type { Collection } from '../../inventory/collection/collection.ts'
import type { Images } from '../../inventory/images/images.ts'
import type { Image } from '../../inventory/resources.ts'
import { UNKNOWN } from '../open-enum.ts'

const OWN_AND_SHARED = ['PRIVATE', 'SHARED'] as const
const VISIBILITIES = [...OWN_AND_SHARED, 'PUBLIC'] as const

/** Returns the listings that can contain matches of a filter. Default: private and shared images. */
export function collectionsFor(
  { byVisibility }: Images,
  filter: { readonly visibilities?: readonly string[] | null },
): readonly Collection<Image>[] {
  return visibilitiesOf(filter.visibilities).map((visibility) => byVisibility[visibility])
}

function visibilitiesOf(visibilities: readonly string[] | null | undefined) {
  if (visibilities == null) return OWN_AND_SHARED
  // Listings other than AWS's public images can contain images of an unknown visibility.
  const requested = new Set(visibilities)
  if (requested.delete(UNKNOWN)) for (const visibility of OWN_AND_SHARED) requested.add(visibility)
  return VISIBILITIES.filter((visibility) => requested.has(visibility))
}
