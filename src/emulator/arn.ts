/** Parsed AppStream ARN; `accountId` is empty for the public images of AWS. */
export interface ParsedArn {
  readonly region: string
  readonly accountId: string
  readonly kind: string
  readonly name: string
}

/** Returns the AWS partition of a region. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** Formats the ARN of a resource; `kind` is a resource type such as `image-builder`. */
export function formatArn(region: string, accountId: string, kind: string, name: string): string {
  return `arn:${partitionOf(region)}:appstream:${region}:${accountId}:${kind}/${name}`
}

/** Parses an AppStream ARN; undefined for any other string. */
export function parseArn(arn: string): ParsedArn | undefined {
  const [prefix, , service, region, accountId, resource, ...rest] = arn.split(':')
  if (prefix !== 'arn' || service !== 'appstream' || resource === undefined || rest.length > 0)
    return undefined
  const slash = resource.indexOf('/')
  if (region === undefined || accountId === undefined || slash < 0) return undefined
  return { region, accountId, kind: resource.slice(0, slash), name: resource.slice(slash + 1) }
}
