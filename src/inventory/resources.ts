import { formatArn, parseArn } from '../appstream/arn.ts'
import type { AwsImage, AwsImageBuilder } from '../appstream/model.ts'
import { isPacked } from '../appstream/packed.ts'
import type { Target } from '../appstream/target.ts'

/** What every resource in the inventory has: its identity, where it was read, and what AWS said of it. */
export interface Resource<Kind extends string, Described> {
  readonly kind: Kind
  readonly arn: string
  readonly name: string
  readonly region: string
  /** The owner; undefined on AWS's public images, and while the account is not known. */
  readonly accountId: string | undefined
  /** The account and region it was read through. */
  readonly target: Target
  readonly aws: Described
}

export type Image = Resource<'Image', AwsImage>
export type ImageBuilder = Resource<'ImageBuilder', AwsImageBuilder>

/** An image as its target sees it. */
export function toImage(target: Target, aws: AwsImage): Image {
  if (aws.Visibility === 'PRIVATE') target.learnAccount(aws.Arn)
  return { kind: 'Image', ...identify(target, 'image', aws.Name, aws.Arn), target, aws }
}

/** An image builder as its target sees it. */
export function toImageBuilder(target: Target, aws: AwsImageBuilder): ImageBuilder {
  target.learnAccount(aws.Arn)
  return { kind: 'ImageBuilder', ...identify(target, 'image-builder', aws.Name, aws.Arn), target, aws }
}

/** Resources by their ARNs. */
export function byArn<Item extends { readonly arn: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.arn, item]))
}

/** The objects around a description, and its short members. */
const FIXED_BYTES = 2_000

/** Returns roughly how much memory a description takes: its long texts, its packed lists, and a fixed amount. */
export function approximateBytes(described: object): number {
  let bytes = FIXED_BYTES
  for (const member of Object.values(described)) {
    if (typeof member === 'string') bytes += member.length
    else if (isPacked(member)) bytes += member.bytes
  }
  return bytes
}

/** Whether an image belongs to the account that it was read through. */
export function isOwn({ accountId, target, aws }: Image): boolean {
  const isOthers = accountId === undefined || (target.accountId ?? accountId) !== accountId
  return !isOthers && (aws.Visibility === undefined || aws.Visibility === 'PRIVATE')
}

/** The ARN that a resource of this target has, once its account is known. */
export function ownArn(
  target: Target,
  resourceType: 'image' | 'image-builder',
  name: string,
): string | undefined {
  const { partition, region, accountId } = target
  if (accountId === undefined) return undefined
  return formatArn({ partition, region, accountId, resourceType, name })
}

function identify(target: Target, resourceType: 'image' | 'image-builder', name = '', arn?: string) {
  const parsed = arn === undefined ? undefined : parseArn(arn)
  const { partition, region } = target
  return {
    name,
    // The model lets the ARN be absent; it follows from the rest.
    arn:
      arn ??
      ownArn(target, resourceType, name) ??
      formatArn({ partition, region, accountId: '', resourceType, name }),
    region: parsed?.region ?? region,
    accountId: parsed === undefined ? target.accountId : parsed.accountId || undefined,
  }
}
