import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import { settleAll } from '../errors.ts'
import type { Batching } from '../pacing/turns.ts'
import { createReadyLoader, type ReadyLoader, whenCached } from '../ready-loader.ts'

/** Resource with tags. */
export interface Tagged {
  readonly target: Target
  readonly arn: string
}

/** Tag of a resource. */
export interface Tag {
  readonly key: string
  readonly value: string
}

/** Tags of a resource, sorted by key. */
export type TagsLoader = ReadyLoader<Tagged, readonly Tag[]>

/** Creates the tag loader of a request. AWS takes one call per resource; concurrency is limited. */
export function createTagsLoader(
  inventory: ReportedInventory,
  read: ReportedRead,
  batching: Batching,
): TagsLoader {
  return createReadyLoader<Tagged, readonly Tag[]>({
    targetOf: () => undefined,
    idOf: ({ arn }) => arn,
    peek: whenCached(read, ({ target, arn }) => {
      const tags = inventory.of(target).details.peekTags(arn, read)
      return tags && sortTags(tags)
    }),
    loadAll: (resources) =>
      settleAll(
        resources.map(async ({ target, arn }) =>
          // Sorted here, because several fields of a request may select them.
          sortTags(await inventory.of(target).details.tags(arn, read)),
        ),
      ),
    batching,
  })
}

/** Returns tags sorted by key. */
export function sortTags(tags: Readonly<Record<string, string>>): readonly Tag[] {
  return Object.entries(tags)
    .map(([key, value]) => ({ key, value }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
}
