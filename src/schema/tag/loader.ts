import DataLoader from 'dataloader'
import type { Target } from '../../appstream/target.ts'
import type { ReadOptions } from '../../inventory/cached.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Batching } from '../pacing/turns.ts'
import { settleAll } from '../settle.ts'

/** A resource that has tags. */
export interface Tagged {
  readonly target: Target
  readonly arn: string
}

/** The tags of a resource, by key. */
export type TagsLoader = DataLoader<Tagged, Readonly<Record<string, string>>, string>

/** Makes a request's loader of tags: AWS has one call for each resource; a few of them fly at a time. */
export function createTagsLoader(inventory: Inventory, read: ReadOptions, batching: Batching): TagsLoader {
  return new DataLoader(
    (resources: readonly Tagged[]) =>
      settleAll(resources.map(({ target, arn }) => inventory.of(target).details.tags(arn, read))),
    { ...batching, cacheKeyFn: ({ arn }) => arn },
  )
}
