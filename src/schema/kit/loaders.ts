import DataLoader from 'dataloader'
import { parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import { byName } from '../../inventory/indexes.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Kind } from '../../inventory/kind.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { createListReader, type ListReader } from '../connection/list-reader.ts'
import type { Batching } from '../pacing/turns.ts'
import { settleAll } from '../settle.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'

/** A resource by its name, in one target. */
export interface NameKey {
  readonly target: Target
  readonly name: string
}

/** A request's loaders of the declared kinds. */
export interface KindLoaders {
  /** Loads by name; null if there is none. One listing answers all that a target is asked for. */
  byName<Item extends AnyResource>(kind: Kind<Item>, key: NameKey): Promise<Item | null>
  /** Loads by ARN; null if no target of its region has it. */
  byArn<Item extends AnyResource>(kind: Kind<Item>, arn: string): Promise<Item | null>
  /** Returns the reader of a kind's lists. */
  listsOf<Item extends AnyResource>(kind: Kind<Item>): ListReader<Item>
  /** Forgets what was read, after the request has changed something. */
  clear(): void
}

/** Creates a request's loaders of the declared kinds, each at its first use. */
export function createKindLoaders(
  inventory: Inventory,
  snapshot: SnapshotReader,
  batching: Batching,
): KindLoaders {
  const loaders = new Map<string, DataLoader<NameKey, AnyResource | null, string>>()
  const readers = new Map<string, ListReader<AnyResource>>()

  function loaderOf<Item extends AnyResource>(kind: Kind<Item>): DataLoader<NameKey, Item | null, string> {
    // The value under a kind loads that kind.
    const known = loaders.get(kind.plural) as DataLoader<NameKey, Item | null, string> | undefined
    if (known !== undefined) return known
    const loader = new DataLoader<NameKey, Item | null, string>(
      (keys) =>
        settleAll(
          keys.map(async ({ target, name }) => {
            const listed = await snapshot(inventory.of(target).kinds.of(kind).collection)
            return listed.index(byName).get(name)?.[0] ?? null
          }),
        ),
      { ...batching, cacheKeyFn: ({ target, name }) => `${target.key} ${name}` },
    )
    loaders.set(kind.plural, loader as unknown as DataLoader<NameKey, AnyResource | null, string>)
    return loader
  }

  return {
    byName: (kind, key) => loaderOf(kind).load(key),
    async byArn(kind, arn) {
      const parsed = parseArn(arn)
      if (parsed === undefined || parsed.resourceType !== kind.arnType) return null
      for (const target of inventory.targetsOf(arn)) {
        const found = await loaderOf(kind).load({ target, name: parsed.name })
        if (found !== null && arnOf(found) === arn) return found
      }
      return null
    },
    listsOf<Item extends AnyResource>(kind: Kind<Item>): ListReader<Item> {
      const known = readers.get(kind.plural) as ListReader<Item> | undefined
      if (known !== undefined) return known
      const reader = createListReader<Item>({ inventory, snapshot, views: inventory.kinds.viewsOf(kind) })
      readers.set(kind.plural, reader as unknown as ListReader<AnyResource>)
      return reader
    },
    clear() {
      for (const loader of loaders.values()) loader.clearAll()
      for (const reader of readers.values()) reader.clear()
    },
  }
}
