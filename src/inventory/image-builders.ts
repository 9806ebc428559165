import type { Target } from '../appstream/target.ts'
import { type Collection, createCollection } from './collection.ts'
import type { InventoryParts } from './parts.ts'
import { byArn, type ImageBuilder, toImageBuilder } from './resources.ts'

/** The image builders of one target. They are few, and one missing name fails a call that names several: they are always listed. */
export function createImageBuilders(target: Target, parts: InventoryParts): Collection<ImageBuilder> {
  return createCollection<ImageBuilder>({
    ...parts,
    what: `${target.key}/imageBuilders`,
    load: async () =>
      byArn((await target.reader.listImageBuilders()).map((aws) => toImageBuilder(target, aws))),
  })
}
