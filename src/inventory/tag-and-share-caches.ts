import { z } from 'zod'
import type { CallOptions } from '../appstream/calls/calls.ts'
import type { SharedImagePermissions } from '../appstream/model/model.ts'
import type { Target } from '../appstream/target.ts'
import type { Settled } from './cache/invalidations.ts'
import { createInvalidations } from './cache/invalidations.ts'
import { createKeyedCache, type KeyedCache } from './cache/keyed-cache.ts'
import type { Observation, ReadOptions } from './cache/reads.ts'
import { codecOf } from './cache/shared-values.ts'
import type { InventoryDependencies, Limit } from './dependencies.ts'

/** Caches of tags and image shares, which AWS returns for one resource per call. */
export interface TagAndShareCache {
  /** Returns the tags of a resource. */
  tags(arn: string, options: ReadOptions): Promise<Readonly<Record<string, string>>>
  /** Returns the accounts that an own image is shared with. */
  shares(imageName: string, options: ReadOptions): Promise<Observation<readonly SharedImagePermissions[]>>
  /** Returns the tags of a resource if no AWS call is needed. Never waits. */
  peekTags(arn: string, options: ReadOptions): Readonly<Record<string, string>> | undefined
  /** Returns the accounts that an own image is shared with, if no AWS call is needed. Never waits. */
  peekShares(
    imageName: string,
    options: ReadOptions,
  ): Observation<readonly SharedImagePermissions[]> | undefined
  /** Invalidates the tags of a resource at every replica; returns undefined in a single process. */
  invalidateTags(arn: string): Settled
  /** Invalidates the shares of an image at every replica; returns undefined in a single process. */
  invalidateShares(imageName: string): Settled
}

const tagsByKey = z.record(z.string(), z.string())
const shareLists = z.array(z.custom<SharedImagePermissions>((share) => typeof share === 'object'))

/** Creates the tag and image-share caches of one target; `limit` bounds concurrent calls. */
export function createTagAndShareCache(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
): TagAndShareCache {
  /** Creates a cache by name. Its invalidations are the names of the invalidated values. */
  function create<Value>(
    name: string,
    schema: z.ZodType<Value>,
    load: (of: string, call: CallOptions) => Promise<Value>,
  ) {
    const key = `${target.key}/${name}`
    const invalidations = createInvalidations({
      key,
      shared: dependencies.shared,
      changes: z.string(),
      apply: (alias, sequence) => cache.invalidate(alias, sequence),
      applyAll: (sequence) => cache.invalidateIf(() => true, sequence),
    })
    const cache: KeyedCache<Value> = createKeyedCache<Value>({
      ...dependencies,
      what: key,
      load: (of, call) => limit(() => load(of, call)),
      sharing: { codec: codecOf(schema), invalidations },
    })
    return { read: cache.read, peek: cache.peek, invalidate: invalidations.commit }
  }

  const tags = create('tags', tagsByKey, target.reader.listTags)
  const shares = create('shares', shareLists, target.reader.listImagePermissions)
  return {
    tags: async (arn, options) => (await tags.read(arn, options)).value,
    shares: shares.read,
    peekTags: (arn, options) => tags.peek(arn, options)?.value,
    peekShares: shares.peek,
    invalidateTags: tags.invalidate,
    invalidateShares: shares.invalidate,
  }
}
