/** The kinds of resource that the emulator keeps, as they are written in an ARN. */
export type ResourceKind = 'image' | 'image-builder'

/** What an AppStream ARN says; `accountId` is empty on the public images of AWS. */
export interface ParsedArn {
  readonly region: string
  readonly accountId: string
  readonly kind: string
  readonly name: string
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** The ARN of a resource. */
export function formatArn(region: string, accountId: string, kind: ResourceKind, name: string): string {
  return `arn:${partitionOf(region)}:appstream:${region}:${accountId}:${kind}/${name}`
}

/** Reads an ARN of AppStream; undefined for that of another service, or anything else. */
export function parseArn(arn: string): ParsedArn | undefined {
  const [prefix, , service, region, accountId, resource, ...rest] = arn.split(':')
  if (prefix !== 'arn' || service !== 'appstream' || resource === undefined || rest.length > 0)
    return undefined
  const slash = resource.indexOf('/')
  if (region === undefined || accountId === undefined || slash < 0) return undefined
  return { region, accountId, kind: resource.slice(0, slash), name: resource.slice(slash + 1) }
}
