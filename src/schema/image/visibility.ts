import type { ReportedCollection, ReportedImages } from '../../inventory/reported.ts'
import type { Image } from '../../inventory/resources.ts'
import { badUserInput } from '../errors.ts'
import { anyOf, type FilterMember } from '../kit/filter.ts'
import { UNKNOWN } from '../open-enum.ts'
import { imageVisibility } from './enums.ts'

const OWN_AND_SHARED = ['PRIVATE', 'SHARED'] as const
const VISIBILITIES = [...OWN_AND_SHARED, 'PUBLIC'] as const

const byVisibility = anyOf<Image, string>(
  'Filters by visibility. Default: PRIVATE and SHARED. An image owned by an account that this gateway serves counts as PRIVATE, even where it is shared.',
  imageVisibility,
  ({ aws }) => aws.Visibility ?? '',
)

/** Filter by visibility. A subscription rejects PUBLIC, since AWS's images are not watched. */
export const visibilityFilter: FilterMember<Image, readonly string[]> = {
  ...byVisibility,
  watch(values, distinct, path) {
    if (!values.includes('PUBLIC')) return byVisibility.watch(values, distinct, path)
    throw badUserInput(
      `\`${path}\` cannot contain PUBLIC in a subscription: AWS’s public images are not watched. Query them instead.`,
    )
  },
}

/** Returns the listings that can contain matches of a filter. Default: private and shared images. */
export function collectionsFor(
  { byVisibility }: ReportedImages,
  filter: { readonly visibilities?: readonly string[] | null },
): readonly ReportedCollection<Image>[] {
  return visibilitiesOf(filter.visibilities).map((visibility) => byVisibility[visibility])
}

function visibilitiesOf(visibilities: readonly string[] | null | undefined) {
  if (visibilities == null) return OWN_AND_SHARED
  // Listings other than AWS's public images can contain images of an unknown visibility.
  const requested = new Set(visibilities)
  if (requested.delete(UNKNOWN)) for (const visibility of OWN_AND_SHARED) requested.add(visibility)
  return VISIBILITIES.filter((visibility) => requested.has(visibility))
}
