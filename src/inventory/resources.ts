import { formatArn, parseArn } from '../appstream/arn.ts'
import type { AwsImage } from '../appstream/model.ts'
import { isPacked } from '../appstream/packed.ts'
import type { Target } from '../appstream/target.ts'

/** What the descriptions of all kinds may have in common. */
export interface Description {
  readonly CreatedTime?: Date | undefined
  readonly State?: string | undefined
}

/** The description of a resource that has an ARN. */
export interface ArnDescription extends Description {
  readonly Arn?: string | undefined
  readonly Name?: string | undefined
}

/** What every resource in the inventory has: where it was read, and what AWS said of it. */
export interface Resource<Kind extends string, Described> {
  readonly kind: Kind
  readonly name: string
  readonly region: string
  /** The owner; undefined on AWS's public images, and while the account is not known. */
  readonly accountId: string | undefined
  /** The account and region it was read through. */
  readonly target: Target
  readonly aws: Described
}

/** A resource that AWS identifies by an ARN. */
export interface ArnResource<Kind extends string, Described> extends Resource<Kind, Described> {
  readonly arn: string
}

/** A resource of any kind. */
export type AnyResource = Resource<string, Description>

export type Image = ArnResource<'Image', AwsImage>

/** An image as its target sees it. */
export function toImage(target: Target, aws: AwsImage): Image {
  if (aws.Visibility === 'PRIVATE') target.learnAccount(aws.Arn)
  return { kind: 'Image', ...identify(target, 'image', aws.Name, aws.Arn), target, aws }
}

/** Resources by their ARNs. */
export function byArn<Item extends { readonly arn: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.arn, item]))
}

/** Returns the ARN: what identifies a resource of most kinds. */
export function arnOf(item: object): string {
  return 'arn' in item && typeof item.arn === 'string' ? item.arn : ''
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
export function ownArn(target: Target, resourceType: string, name: string): string | undefined {
  const { partition, region, accountId } = target
  if (accountId === undefined) return undefined
  return formatArn({ partition, region, accountId, resourceType, name })
}

/** Returns where the resources of a target that have no ARN are. */
export function placeOf({ region, accountId }: Target) {
  return { region, accountId }
}

/** Returns the identity of a resource; its ARN follows from the rest where AWS omits it. */
export function identify(target: Target, resourceType: string, name = '', arn?: string) {
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
