/** Parsed AppStream ARN: `arn:<partition>:appstream:<region>:<account>:<resourceType>/<name>`. */
export interface AppStreamArn {
  readonly partition: string
  readonly region: string
  /** The owner's 12-digit account id; empty on AWS's own public images. */
  readonly accountId: string
  readonly resourceType: string
  readonly name: string
}

const NAME = '[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}'

/** Name of a resource, as in the service model. */
export const RESOURCE_NAME = new RegExp(`^${NAME}$`)

// The service model's pattern, narrowed to AppStream. Partition, region and account are checked by form only: AWS adds
// partitions.
const PATTERN = new RegExp(
  String.raw`^arn:(aws(?:-[a-z0-9]{1,16}){0,3}):appstream:([a-z0-9-]{1,63}):(\d{12})?:([a-z-]{1,63})/(${NAME})$`,
)

/** Parses an AppStream ARN; undefined for anything else, another service's ARN included. */
export function parseArn(text: string): AppStreamArn | undefined {
  const match = PATTERN.exec(text)
  if (match === null) return undefined
  const [, partition = '', region = '', accountId = '', resourceType = '', name = ''] = match
  return { partition, region, accountId, resourceType, name }
}

/** Parses an ARN like {@link parseArn}. */
export type ArnParser = typeof parseArn

/** Maximum number of ARNs that a parser remembers: more than an account has. */
const MAX_REMEMBERED = 10_000

/** Creates a parser that remembers ARNs, for callers that parse the same ones for every request. */
export function createArnParser(maxRemembered = MAX_REMEMBERED): ArnParser {
  const remembered = new Map<string, AppStreamArn>()
  return (text) => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    const parsed = parseArn(text)
    if (parsed === undefined) return undefined
    // Callers can name any number of ARNs. Starting over costs less than evicting one for each.
    if (remembered.size >= maxRemembered) remembered.clear()
    remembered.set(text, parsed)
    return parsed
  }
}

/** Prints an ARN from its parts. */
export function formatArn(arn: AppStreamArn): string {
  return `arn:${arn.partition}:appstream:${arn.region}:${arn.accountId}:${arn.resourceType}/${arn.name}`
}

/** Partitions by the prefix of their region names (botocore's partitions.json). */
const PARTITIONS: readonly (readonly [regions: RegExp, partition: string])[] = [
  // First, because most regions are in it. Its pattern excludes the others.
  [/^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/, 'aws'],
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
]

/** Returns the partition of a region; undefined if it is not in this table. */
export function partitionOf(region: string): string | undefined {
  return PARTITIONS.find(([regions]) => regions.test(region))?.[1]
}

/** Returns true if an ARN's region belongs to its partition, or if the region's partition is unknown. */
export function isConsistent({ partition, region }: AppStreamArn): boolean {
  return (partitionOf(region) ?? partition) === partition
}
