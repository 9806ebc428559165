import type { SharedImagePermissions } from '../../appstream/model/model.ts'
import type { Target } from '../../appstream/target.ts'
import type { Observation, ReportedRead } from '../../inventory/cache/reads.ts'
import type { ImageOutcome } from '../../inventory/images/lookup.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import type { Image } from '../../inventory/resources.ts'
import type { ImageKey } from '../../inventory/routing.ts'
import { type Ordering, sortItems } from '../connection/page.ts'
import { settleAll, toError } from '../errors.ts'
import type { Batching } from '../pacing/turns.ts'
import { createReadyLoader, type ReadyLoader, whenCached } from '../ready-loader.ts'

/** Reference to an image by name in a target. */
export interface ImageNameKey {
  readonly target: Target
  readonly name: string
}

/** Loaders of images. */
export interface ImageLoaders {
  /** Loads by ARN. Null if the image does not exist. */
  readonly image: ReadyLoader<ImageKey, Image | null>
  /** Loads by name. Null if the image does not exist. */
  readonly imageByName: ReadyLoader<ImageNameKey, Image | null>
  /** Loads the accounts with which an own image is shared, in the order of {@link shareOrdering}. */
  readonly shares: ReadyLoader<Image, Observation<readonly SharedImagePermissions[]>>
}

/** Order of the accounts with which an image is shared. */
export const shareOrdering: Ordering<SharedImagePermissions> = {
  kind: 'ImageShare',
  order: 'ACCOUNT ASC',
  direction: 'ASC',
  keysetOf: ({ sharedAccountId = '' }) => ({ value: sharedAccountId, key: sharedAccountId }),
}

/** Creates the image loaders of a request. */
export function createImageLoaders(
  inventory: ReportedInventory,
  read: ReportedRead,
  batching: Batching,
): ImageLoaders {
  return {
    image: createReadyLoader<ImageKey, Image | null>({
      targetOf: ({ via }) => via,
      idOf: ({ arn }) => arn,
      peek: whenCached(read, (key) => inventory.peekImage(key, read)),
      loadAll: (keys) => inventory.loadImages(keys, read),
      batching,
    }),
    imageByName: createReadyLoader<ImageNameKey, Image | null>({
      targetOf: ({ target }) => target,
      idOf: ({ name }) => name,
      peek: whenCached(read, ({ target, name }) => inventory.of(target).images.peekByName(name, read)),
      loadAll: (keys) => loadByNames(inventory, keys, read),
      batching,
    }),
    shares: createReadyLoader<Image, Observation<readonly SharedImagePermissions[]>>({
      targetOf: () => undefined,
      idOf: ({ arn }) => arn,
      peek: whenCached(read, ({ target, name }) => {
        const shares = inventory.of(target).details.peekShares(name, read)
        return shares && sorted(shares)
      }),
      loadAll: (images) =>
        settleAll(
          images.map(async ({ target, name }) =>
            sorted(await inventory.of(target).details.shares(name, read)),
          ),
        ),
      batching,
    }),
  }
}

/** Returns sorted shares. Sorted once, because any number of fields of a request may select them. */
function sorted(
  shares: Observation<readonly SharedImagePermissions[]>,
): Observation<readonly SharedImagePermissions[]> {
  return { ...shares, value: sortItems(shares.value, shareOrdering) }
}

/** Looks up names, batched by target. */
async function loadByNames(
  inventory: ReportedInventory,
  keys: readonly ImageNameKey[],
  read: ReportedRead,
): Promise<ImageOutcome[]> {
  const outcomes = new Map<ImageNameKey, ImageOutcome>()
  await Promise.all(
    [...Map.groupBy(keys, ({ target }) => target)].map(async ([target, group]) => {
      const names = group.map(({ name }) => name)
      const found = await inventory
        .of(target)
        .images.loadByNames(names, read)
        // A failure of one target must not fail look-ups in the others.
        .catch((error: unknown) => names.map(() => toError(error)))
      group.forEach((key, position) => {
        outcomes.set(key, found[position] ?? null)
      })
    }),
  )
  return keys.map((key) => outcomes.get(key) ?? null)
}
