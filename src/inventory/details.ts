import pLimit from 'p-limit'
import type { SharedImagePermissions } from '../appstream/model.ts'
import type { Target } from '../appstream/target.ts'
import { type Cached, createCached, type Observation, type ReadOptions } from './cached.ts'
import type { FlightCall } from './flight.ts'
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

/** Values kept of each kind; the one unread for longest goes first. */
const MAX_KEPT = 10_000

/** Makes the details of one target; `concurrency` bounds the calls in flight. */
export function createDetails(target: Target, parts: InventoryParts, concurrency: number): Details {
  const limit = pLimit(concurrency)
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

/** One cached value for each key. */
function createKeyed<Value>(
  what: string,
  parts: InventoryParts,
  load: (key: string, call: FlightCall) => Promise<Value>,
) {
  const kept = new Map<string, Cached<Value>>()
  return {
    read(key: string, options: ReadOptions): Promise<Observation<Value>> {
      const cached =
        kept.get(key) ??
        createCached({
          ...parts,
          what: `${what}/${key}`,
          load: (_started, call) => load(key, call),
          callsFor: () => 1,
        })
      kept.delete(key)
      kept.set(key, cached)
      if (kept.size > MAX_KEPT) {
        const [unreadLongest] = kept.keys()
        if (unreadLongest !== undefined) kept.delete(unreadLongest)
      }
      return cached.read(options)
    },
    invalidate: (key: string) => kept.get(key)?.invalidate(),
  }
}
