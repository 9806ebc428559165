import DataLoader from 'dataloader'
import { parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import { byName } from '../../inventory/indexes.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { ImageBuilder } from '../../inventory/resources.ts'
import type { Batching } from '../pacing/turns.ts'
import { settleAll } from '../settle.ts'
import type { SnapshotReader } from '../snapshot-reader.ts'

/** An image builder by its name, in one target. */
export interface ImageBuilderKey {
  readonly target: Target
  readonly name: string
}

/** By name; null where there is none. */
export type ImageBuilderLoader = DataLoader<ImageBuilderKey, ImageBuilder | null, string>

/** Makes a request's loader of image builders: one listing for all that a target is asked for. */
export function createImageBuilderLoader(
  inventory: Inventory,
  snapshot: SnapshotReader,
  batching: Batching,
): ImageBuilderLoader {
  return new DataLoader(
    (keys: readonly ImageBuilderKey[]) =>
      settleAll(
        keys.map(async ({ target, name }) => {
          const builders = await snapshot(inventory.of(target).imageBuilders)
          return builders.index(byName).get(name)?.[0] ?? null
        }),
      ),
    { ...batching, cacheKeyFn: ({ target, name }) => `${target.key} ${name}` },
  )
}

/** An image builder by its ARN; null where none of the targets of its region has it. */
export async function loadImageBuilderByArn(
  {
    inventory,
    loaders,
  }: { readonly inventory: Inventory; readonly loaders: { readonly imageBuilder: ImageBuilderLoader } },
  arn: string,
): Promise<ImageBuilder | null> {
  const name = parseArn(arn)?.name
  if (name === undefined) return null
  for (const target of inventory.targetsOf(arn)) {
    const found = await loaders.imageBuilder.load({ target, name })
    if (found?.arn === arn) return found
  }
  return null
}
