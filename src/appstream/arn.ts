/** What an AppStream ARN says: `arn:<partition>:appstream:<region>:<account>:<resourceType>/<name>`. */
export interface AppStreamArn {
  readonly partition: string
  readonly region: string
  /** The owner's 12-digit account id; empty on AWS's own public images. */
  readonly accountId: string
  readonly resourceType: string
  readonly name: string
}

// The model's Arn pattern narrowed to this service, and its Name pattern; region and account are checked by form alone.
const PATTERN =
  /^arn:(aws(?:-cn|-iso-b|-iso|-us-gov)?):appstream:([a-z0-9-]{1,63}):(\d{12})?:([a-z-]{1,63})\/([a-zA-Z0-9][a-zA-Z0-9_.-]{0,100})$/

/** Parses an AppStream ARN; undefined for anything else, another service's ARN included. */
export function parseArn(text: string): AppStreamArn | undefined {
  const match = PATTERN.exec(text)
  if (match === null) return undefined
  const [, partition = '', region = '', accountId = '', resourceType = '', name = ''] = match
  return { partition, region, accountId, resourceType, name }
}

/** Prints an ARN from its parts. */
export function formatArn(arn: AppStreamArn): string {
  return `arn:${arn.partition}:appstream:${arn.region}:${arn.accountId}:${arn.resourceType}/${arn.name}`
}

/** The partition that a region belongs to, by its prefix. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  if (region.startsWith('us-isob-')) return 'aws-iso-b'
  if (region.startsWith('us-iso-')) return 'aws-iso'
  return 'aws'
}
