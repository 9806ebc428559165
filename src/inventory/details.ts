import type { SharedImagePermissions } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import type { Observation, ReadOptions } from './cached.ts'
import { createKeyed } from './keyed.ts'
import type { Limit } from './pairs.ts'
import type { InventoryParts } from './parts.ts'

/** What AWS gives one resource a call: kept each for itself, and asked for a few at a time. */
export interface Details {
  /** The tags of a resource, by its ARN. */
  tags(arn: string, options: ReadOptions): Promise<Readonly<Record<string, string>>>
  /** The accounts that an own image is shared with, by its name. */
  shares(imageName: string, options: ReadOptions): Promise<Observation<readonly SharedImagePermissions[]>>
  /** The tags of a resource were changed: they are asked for anew. */
  invalidateTags(arn: string): void
  /** The shares of an image were changed: they are asked for anew. */
  invalidateShares(imageName: string): void
}

/** Makes the details of one target; `limit` bounds the calls in flight. */
export function createDetails(target: Target, parts: InventoryParts, limit: Limit): Details {
  const tags = createKeyed(`${target.key}/tags`, parts, (arn, call) =>
    limit(() => target.reader.listTags(arn, call)),
  )
  const shares = createKeyed(`${target.key}/shares`, parts, (imageName, call) =>
    limit(() => target.reader.listImagePermissions(imageName, call)),
  )
  return {
    tags: async (arn, options) => (await tags.read(arn, options)).value,
    shares: (imageName, options) => shares.read(imageName, options),
    invalidateTags: tags.invalidate,
    invalidateShares: shares.invalidate,
  }
}
