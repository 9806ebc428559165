import DataLoader from 'dataloader'
import type { ReadOptions } from '../../inventory/cached.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Image, ImageBuilder } from '../../inventory/resources.ts'
import { settleAll } from '../settle.ts'

/** The tags of a resource, by key. */
export type TagsLoader = DataLoader<Image | ImageBuilder, Readonly<Record<string, string>>, string>

/** Makes a request's loader of tags: AWS has one call for each resource; a few of them fly at a time. */
export function createTagsLoader(inventory: Inventory, read: ReadOptions): TagsLoader {
  return new DataLoader(
    (resources: readonly (Image | ImageBuilder)[]) =>
      settleAll(resources.map(({ target, arn }) => inventory.of(target).details.tags(arn, read))),
    { cacheKeyFn: ({ arn }) => arn },
  )
}
