import { AwsError } from '../../errors.ts'
import { type JsonObject, requiredString } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { quotaExceeded } from '../../kit/preconditions.ts'
import { catalogOfStack } from '../application/catalog.ts'
import { entitlementKind } from './kind.ts'
import { requireEntitlement } from './requirements.ts'

/** AssociateApplicationToEntitlement: accepts a name or ARN in the catalog of the stack. Repeated calls succeed. */
export function associateApplication(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const entitlement = requireEntitlement(input, 'EntitlementName', context)
  const identifier = requiredString(input, 'ApplicationIdentifier')
  const key = entitlementKind.keyOf(entitlement)
  const isOffered = catalogOfStack(entitlement.StackName, context).some(
    ({ Name, Arn }) => Name === identifier || Arn === identifier,
  )
  if (!isOffered) throw notOffered(identifier, `the catalog of the stack ${entitlement.StackName}`)
  if (region.entitledApplications.has(key, identifier)) return {}
  const quota = behaviour.quotas.entitledApplications
  if (region.entitledApplications.rightsOf(key).length >= quota) {
    throw quotaExceeded(`applications of entitlement ${entitlement.Name}`, quota)
  }
  region.entitledApplications.add(key, identifier)
  return {}
}

/** DisassociateApplicationFromEntitlement: succeeds even if the catalog no longer has the application. */
export function disassociateApplication(input: JsonObject, context: OperationContext): JsonObject {
  const entitlement = requireEntitlement(input, 'EntitlementName', context)
  const identifier = requiredString(input, 'ApplicationIdentifier')
  const key = entitlementKind.keyOf(entitlement)
  if (!context.region.entitledApplications.remove(key, identifier)) {
    throw notOffered(identifier, `the entitlement ${entitlement.Name}`)
  }
  return {}
}

function notOffered(identifier: string, where: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The application ${identifier} is not in ${where}.`)
}

/** ListEntitledApplications: includes associated applications that the catalog no longer has. */
export function listEntitledApplications(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const entitlement = requireEntitlement(input, 'EntitlementName', context)
  const key = entitlementKind.keyOf(entitlement)
  const showsAll = entitlement.AppVisibility === 'ALL' && behaviour.entitledOfAll === 'catalog'
  const identifiers = showsAll
    ? catalogOfStack(entitlement.StackName, context).map((application) => requiredString(application, 'Name'))
    : region.entitledApplications.rightsOf(key)
  const page = pageFor([...new Set(identifiers)], (identifier) => identifier, {
    input,
    context,
    size: sizeOf(input, behaviour.pageSize),
    parameters: [key],
  })
  return {
    EntitledApplications: page.items.map((ApplicationIdentifier) => ({ ApplicationIdentifier })),
    NextToken: page.nextToken,
  }
}
