import { AwsError } from '../../errors.ts'
import { type JsonObject, requiredString } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { requireExisting } from '../../kit/preconditions.ts'
import { type EntitlementRecord, entitlementKey } from './kind.ts'

/** Returns the entitlement identified by the stack and by `member` of a request. */
export function requireEntitlement(
  input: JsonObject,
  member: 'Name' | 'EntitlementName',
  context: OperationContext,
): EntitlementRecord {
  const { region } = context
  const stack = requireExisting(region.stacks, requiredString(input, 'StackName'), context)
  const name = requiredString(input, member)
  const entitlement = region.entitlements.get(entitlementKey(stack.Name, name))
  if (entitlement === undefined) throw entitlementNotFound(stack.Name, name)
  return entitlement
}

/** Returns EntitlementNotFoundException. */
export function entitlementNotFound(stackName: string, name: string): AwsError {
  const message = `The entitlement ${name} does not exist for the stack ${stackName}.`
  return new AwsError('EntitlementNotFoundException', message)
}
