import type { SharedImagePermissions } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import type { Observation, ReadOptions } from './cached.ts'
import type { InventoryDependencies } from './dependencies.ts'
import { createKeyed } from './keyed.ts'
import type { Limit } from './pairs.ts'

/** Details of resources that AWS returns one resource per call; each is cached by itself. */
export interface Details {
  /** Tags of a resource, by ARN. */
  tags(arn: string, options: ReadOptions): Promise<Readonly<Record<string, string>>>
  /** Accounts that an own image is shared with, by image name. */
  shares(imageName: string, options: ReadOptions): Promise<Observation<readonly SharedImagePermissions[]>>
  /** Invalidates the tags of a resource. */
  invalidateTags(arn: string): void
  /** Invalidates the shares of an image. */
  invalidateShares(imageName: string): void
}

/** Creates the details of one target; `limit` bounds the calls in flight. */
export function createDetails(target: Target, dependencies: InventoryDependencies, limit: Limit): Details {
  const tags = createKeyed(`${target.key}/tags`, dependencies, (arn, call) =>
    limit(() => target.reader.listTags(arn, call)),
  )
  const shares = createKeyed(`${target.key}/shares`, dependencies, (imageName, call) =>
    limit(() => target.reader.listImagePermissions(imageName, call)),
  )
  return {
    tags: async (arn, options) => (await tags.read(arn, options)).value,
    shares: (imageName, options) => shares.read(imageName, options),
    invalidateTags: tags.invalidate,
    invalidateShares: shares.invalidate,
  }
}
