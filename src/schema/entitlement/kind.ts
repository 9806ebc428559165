import type { AwsEntitledApplication } from '../../appstream/model/model.ts'
import { defineChildKind, type ItemOfChildKind } from '../../inventory/child-kind.ts'
import { SLOW_PROPAGATION_OVERLAY_MS } from '../../inventory/kind.ts'
import { stackKind } from '../stack/kind.ts'

/** Entitlements, by stack. AWS takes up to 4 minutes to list creations and deletions. */
export const entitlementKind = defineChildKind({
  name: 'AppStreamEntitlement',
  plural: 'entitlements',
  parent: stackKind,
  operation: 'DescribeEntitlements',
  list: (reader, StackName, call) => reader.list('DescribeEntitlements', 'Entitlements', { StackName }, call),
  nameOf: ({ Name }) => Name,
  overlayMs: SLOW_PROPAGATION_OVERLAY_MS,
})

/** Entitlement in the inventory. Its parent is the stack. */
export type Entitlement = ItemOfChildKind<typeof entitlementKind>

/** Applications of an entitlement, by `<stack>/<entitlement>`. */
export const entitledApplicationKind = defineChildKind({
  name: 'AppStreamEntitledApplication',
  plural: 'entitledApplications',
  parent: entitlementKind,
  operation: 'ListEntitledApplications',
  list(reader, path, call): Promise<readonly AwsEntitledApplication[]> {
    const [StackName = '', EntitlementName = ''] = path.split('/')
    const input = { StackName, EntitlementName }
    return reader.list('ListEntitledApplications', 'EntitledApplications', input, call)
  },
  nameOf: ({ ApplicationIdentifier }) => ApplicationIdentifier,
})

/** Application associated with an entitlement. */
export type EntitledApplication = ItemOfChildKind<typeof entitledApplicationKind>

/** Returns the parent of the applications of an entitlement. */
export function entitlementPath({ parent, name }: Pick<Entitlement, 'parent' | 'name'>): string {
  return `${parent}/${name}`
}
