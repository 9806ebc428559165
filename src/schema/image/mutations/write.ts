import type { AwsImage } from '../../../appstream/model.ts'
import type { Written } from '../../../appstream/writer.ts'
import type { ReadOptions } from '../../../inventory/cached.ts'
import { lastSeen } from '../../../inventory/collection.ts'
import { wasMadeSince } from '../../../inventory/lineage.ts'
import { type Image, ownArn, toImage } from '../../../inventory/resources.ts'
import type { GraphContext } from '../../context.ts'
import type { OwnResource } from '../../mutation/own-resource.ts'
import { writeThrough } from '../../mutation/plan.ts'

/** What names an image that is written. */
export type ImageName = Pick<OwnResource, 'target' | 'name'>

/** Calls AWS to change an own image; every later read sees the image as AWS returned it. */
export function writeImage(
  { inventory }: GraphContext,
  { target, name }: ImageName,
  call: () => Promise<Written<AwsImage>>,
  isBefore: (shown: Image | undefined, written: Image) => boolean,
): Promise<Written<Image>> {
  const { writes } = inventory.of(target)
  return writeThrough(writes.images.begin(name), call, (aws) => toImage(target, aws), isBefore)
}

/** What tells an image that is made from another one of its name, as far as it is given. */
export type AskedImage = Pick<AwsImage, 'Description' | 'DisplayName' | 'Platform' | 'AppstreamAgentVersion'>

/**
 * Begins to make an image. The result looks for it: it is there if AWS shows one that can be it, for another caller may
 * have taken the name in the same moment, and have asked for something else.
 */
export function lookForMadeImage(
  context: GraphContext,
  image: ImageName,
  asked: AskedImage,
): (read: ReadOptions) => Promise<Image | undefined> {
  const startedAt = context.clock.now()
  const known = knownImage(context, image)
  return async (read) => {
    const shown = await lookAtImage(context, image, read)
    if (shown === undefined || !wasMadeSince(shown, startedAt, known)) return undefined
    const members = ['Description', 'DisplayName', 'Platform', 'AppstreamAgentVersion'] as const
    const isAsAsked = members.every((member) => (asked[member] ?? shown.aws[member]) === shown.aws[member])
    return isAsAsked ? shown : undefined
  }
}

/** The own image as a read shows it. */
export async function lookAtImage(
  { inventory }: GraphContext,
  { target, name }: ImageName,
  read: ReadOptions,
): Promise<Image | undefined> {
  const { items } = await inventory.of(target).images.byVisibility.PRIVATE.read(read)
  return items.values().find((image) => image.name === name)
}

/** The tags and shares of an image that is made or deleted are not those of the name’s last bearer. */
export function forgetDetails({ inventory }: GraphContext, { target, name }: ImageName): void {
  const arn = ownArn(target, 'image', name)
  const { details } = inventory.of(target)
  if (arn !== undefined) details.invalidateTags(arn)
  details.invalidateShares(name)
}

/** The own image as it was seen last, without asking AWS. */
export function knownImage({ inventory }: GraphContext, { target, name }: ImageName): Image | undefined {
  return lastSeen(inventory.of(target).images.byVisibility.PRIVATE, name, ownArn(target, 'image', name))
}
