import type { SharedImagePermissions } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import type { Observation, ReadOptions } from './cached.ts'
import type { InventoryDependencies } from './dependencies.ts'
import { createKeyedCache } from './keyed-cache.ts'
import type { Limit } from './pairs.ts'

/** Caches of tags and image shares, which AWS returns for one resource per call. */
export interface TagAndShareCache {
  /** Returns the tags of a resource. */
  tags(arn: string, options: ReadOptions): Promise<Readonly<Record<string, string>>>
  /** Returns the accounts that an own image is shared with. */
  shares(imageName: string, options: ReadOptions): Promise<Observation<readonly SharedImagePermissions[]>>
  /** Invalidates the tags of a resource. */
  invalidateTags(arn: string): void
  /** Invalidates the shares of an image. */
  invalidateShares(imageName: string): void
}

/** Creates the tag and image-share caches of one target; `limit` bounds concurrent calls. */
export function createTagAndShareCache(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): TagAndShareCache {
  const tags = createKeyedCache(`${target.key}/tags`, dependencies, (arn, call) =>
    limit(() => target.reader.listTags(arn, call)),
  )
  const shares = createKeyedCache(`${target.key}/shares`, dependencies, (imageName, call) =>
    limit(() => target.reader.listImagePermissions(imageName, call)),
  )
  return {
    tags: async (arn, options) => (await tags.read(arn, options)).value,
    shares: (imageName, options) => shares.read(imageName, options),
    invalidateTags: tags.invalidate,
    invalidateShares: shares.invalidate,
  }
}
