import type { AwsImageBuilder } from '../../../appstream/model.ts'
import type { Written } from '../../../appstream/writer.ts'
import type { ReadOptions } from '../../../inventory/cached.ts'
import { lastSeen } from '../../../inventory/collection.ts'
import { type ImageBuilder, ownArn, toImageBuilder } from '../../../inventory/resources.ts'
import type { GraphContext } from '../../context.ts'
import type { OwnResource } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'

/** What names a builder that is written. */
export type BuilderName = Pick<OwnResource, 'target' | 'name'>

/** Calls AWS to change a builder; every later read sees the builder as AWS returned it. */
export function writeImageBuilder(
  { inventory }: GraphContext,
  { target, name }: BuilderName,
  call: () => Promise<Written<AwsImageBuilder>>,
  isBefore: (shown: ImageBuilder | undefined, written: ImageBuilder) => boolean,
): Promise<Written<ImageBuilder>> {
  const { writes } = inventory.of(target)
  return writeThrough(writes.imageBuilders.begin(name), call, (aws) => toImageBuilder(target, aws), isBefore)
}

/** The builder as a read shows it. */
export async function lookAtImageBuilder(
  { inventory }: GraphContext,
  { target, name }: BuilderName,
  read: ReadOptions,
): Promise<ImageBuilder | undefined> {
  const { items } = await inventory.of(target).imageBuilders.read(read)
  return items.values().find((imageBuilder) => imageBuilder.name === name)
}

/** The tags of a builder that is made or deleted are not those of the name’s last bearer. */
export function forgetTags({ inventory }: GraphContext, { target, name }: BuilderName): void {
  const arn = ownArn(target, 'image-builder', name)
  const { details } = inventory.of(target)
  if (arn !== undefined) details.invalidateTags(arn)
}

/** The builder as it was seen last, without asking AWS. */
export function knownImageBuilder(
  { inventory }: GraphContext,
  { target, name }: BuilderName,
): ImageBuilder | undefined {
  return lastSeen(inventory.of(target).imageBuilders, name, ownArn(target, 'image-builder', name))
}
