import type { JsonObject } from '../../json.ts'
import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** Entitlement of a stack. */
export interface EntitlementRecord extends ResourceRecord {
  readonly Name: string
  readonly StackName: string
  /** ALL or ASSOCIATED. */
  readonly AppVisibility?: string | undefined
  readonly Attributes?: readonly JsonObject[] | undefined
  readonly LastModifiedTime?: Date | undefined
}

/** Kind of entitlements, keyed by stack and name. They have no ARN, state or tags. */
export const entitlementKind: Kind<EntitlementRecord> = {
  label: 'entitlement',
  plural: 'entitlements',
  keyOf: ({ StackName, Name }) => entitlementKey(StackName, Name),
  defaults: ({ CreatedTime }) => ({
    AppVisibility: 'ALL',
    Attributes: [],
    ...(CreatedTime && { LastModifiedTime: CreatedTime }),
  }),
  eventuallyConsistent: true,
}

/** Returns the key of an entitlement; names contain no slash. */
export function entitlementKey(stackName: string, name: string): string {
  return `${stackName}/${name}`
}
