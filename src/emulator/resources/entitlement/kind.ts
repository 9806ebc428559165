import type { JsonObject } from '../../json.ts'
import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** An entitlement of a stack. */
export interface EntitlementRecord extends ResourceRecord {
  readonly Name: string
  readonly StackName: string
  /** ALL or ASSOCIATED. */
  readonly AppVisibility?: string | undefined
  readonly Attributes?: readonly JsonObject[] | undefined
  readonly LastModifiedTime?: Date | undefined
}

/** Entitlements, by stack and name: without ARN, state and tags. */
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

/** Returns the key of an entitlement; names have no slash. */
export function entitlementKey(stackName: string, name: string): string {
  return `${stackName}/${name}`
}
