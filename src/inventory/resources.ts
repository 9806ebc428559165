import { formatArn, parseArn } from '../appstream/arn.ts'
import { isCompressedList } from '../appstream/model/compressed-list.ts'
import { type AwsImage, knownTime } from '../appstream/model/model.ts'
import type { Target } from '../appstream/target.ts'

/** Members that descriptions of all kinds can have. */
export interface Description {
  readonly CreatedTime?: Date | undefined
  /** Creation time of export tasks, which have no `CreatedTime`. */
  readonly CreatedDate?: Date | undefined
  readonly State?: string | undefined
}

/** Description of a resource that has an ARN. */
export interface ArnDescription extends Description {
  readonly Arn?: string | undefined
  readonly Name?: string | undefined
}

/** Members of every resource in the inventory: its target, and its description from AWS. */
export interface Resource<Kind extends string, Described> {
  readonly kind: Kind
  readonly name: string
  /** Replaces the name in ids, cursors and logs if it identifies a person. */
  readonly alias?: string
  readonly region: string
  /** Account of the owner; undefined for public images of AWS, and until the account is known. */
  readonly accountId: string | undefined
  /** Account and region through which it was read. */
  readonly target: Target
  readonly aws: Described
}

/** Resource that AWS identifies by an ARN. */
export interface ArnResource<Kind extends string, Described> extends Resource<Kind, Described> {
  readonly arn: string
}

/** Resource of any kind. */
export type AnyResource = Resource<string, Description>

export type Image = ArnResource<'Image', AwsImage>

/** Returns the creation time in epoch milliseconds; undefined if it is absent or unreadable. */
export function createdMs(resource: { readonly aws: Description } | undefined): number | undefined {
  return knownTime(resource?.aws.CreatedTime ?? resource?.aws.CreatedDate)
}

/** Converts the description of an image to a resource. */
export function toImage(target: Target, aws: AwsImage): Image {
  if (aws.Visibility === 'PRIVATE') target.learnAccount(aws.Arn)
  return { kind: 'Image', ...identify(target, 'image', aws.Name, aws.Arn), target, aws }
}

/** Indexes resources by their ARNs. */
export function byArn<Item extends { readonly arn: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.arn, item]))
}

/** Returns the ARN, the key of most kinds. */
export function arnOf(item: object): string {
  return 'arn' in item && typeof item.arn === 'string' ? item.arn : ''
}

/** Approximate bytes of the objects around a description, and of its short members. */
const FIXED_BYTES = 2_000

/** Returns the approximate memory use of a description in bytes: long strings, compressed lists and a fixed amount. */
export function approximateBytes(described: object): number {
  let bytes = FIXED_BYTES
  for (const member of Object.values(described)) {
    if (typeof member === 'string') bytes += member.length
    else if (isCompressedList(member)) bytes += member.bytes
  }
  return bytes
}

/** Returns true if an image belongs to the account through which it was read. */
export function isOwn({ accountId, target, aws }: Image): boolean {
  const isOthers = accountId === undefined || (target.accountId ?? accountId) !== accountId
  return !isOthers && (aws.Visibility === undefined || aws.Visibility === 'PRIVATE')
}

/** Returns the ARN of a resource of this target; undefined while the account is not known. */
export function ownArn(target: Target, resourceType: string, name: string): string | undefined {
  const { partition, region, accountId } = target
  if (accountId === undefined) return undefined
  return formatArn({ partition, region, accountId, resourceType, name })
}

/** Returns the location of resources without an ARN, from their target. */
export function placeOf({ region, accountId }: Target) {
  return { region, accountId }
}

/** Returns the identity of a resource; derives the ARN if AWS omits it. */
export function identify(target: Target, resourceType: string, name = '', arn?: string) {
  const parsed = arn === undefined ? undefined : parseArn(arn)
  const { partition, region } = target
  return {
    name,
    // The model allows an absent ARN.
    arn:
      arn ??
      ownArn(target, resourceType, name) ??
      formatArn({ partition, region, accountId: '', resourceType, name }),
    region: parsed?.region ?? region,
    accountId: parsed === undefined ? target.accountId : parsed.accountId || undefined,
  }
}
