import DataLoader from 'dataloader'
import type { SharedImagePermissions } from '../../appstream/model.ts'
import type { Target } from '../../appstream/target.ts'
import type { Observation, ReadOptions } from '../../inventory/cached.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Image } from '../../inventory/resources.ts'
import type { ImageKey } from '../../inventory/routing.ts'
import type { Batching } from '../pacing/turns.ts'
import { settleAll } from '../settle.ts'

/** An image by its name, in one target. */
export interface ImageNameKey {
  readonly target: Target
  readonly name: string
}

/** The loaders of images. */
export interface ImageLoaders {
  /** By ARN; null where there is none. */
  readonly image: DataLoader<ImageKey, Image | null, string>
  /** By name; null where there is none. */
  readonly imageByName: DataLoader<ImageNameKey, Image | null, string>
  /** The accounts that an own image is shared with. */
  readonly shares: DataLoader<Image, Observation<readonly SharedImagePermissions[]>, string>
}

/** Makes a request's loaders of images. */
export function createImageLoaders(
  inventory: Inventory,
  read: ReadOptions,
  batching: Batching,
): ImageLoaders {
  return {
    image: new DataLoader((keys: readonly ImageKey[]) => inventory.loadImages(keys, read), {
      ...batching,
      cacheKeyFn: ({ arn, via }) => `${via?.key} ${arn}`,
    }),
    imageByName: new DataLoader(
      (keys: readonly ImageNameKey[]) =>
        settleAll(keys.map(({ target, name }) => inventory.of(target).images.loadByName(name, read))),
      { ...batching, cacheKeyFn: ({ target, name }) => `${target.key} ${name}` },
    ),
    shares: new DataLoader(
      (images: readonly Image[]) =>
        settleAll(images.map(({ target, name }) => inventory.of(target).details.shares(name, read))),
      { ...batching, cacheKeyFn: ({ arn }) => arn },
    ),
  }
}
