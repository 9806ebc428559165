import { AwsError, validationError } from '../../errors.ts'
import { givenMembers, type JsonObject, objectList, optionalString, requiredString } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { quotaExceeded, requireExisting, requireReferable } from '../../kit/preconditions.ts'
import { associateApplication, disassociateApplication, listEntitledApplications } from './applications.ts'
import { type EntitlementRecord, entitlementKey, entitlementKind } from './kind.ts'
import { entitlementNotFound, requireEntitlement } from './requirements.ts'

/** Operations on entitlements and their applications. */
export const entitlementOperations: Operations = {
  DescribeEntitlements: describeEntitlements,
  CreateEntitlement: createEntitlement,
  UpdateEntitlement: updateEntitlement,
  DeleteEntitlement: deleteEntitlement,
  AssociateApplicationToEntitlement: associateApplication,
  DisassociateApplicationFromEntitlement: disassociateApplication,
  ListEntitledApplications: listEntitledApplications,
}

/** DescribeEntitlements: all entitlements of a stack, or one of them. */
function describeEntitlements(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const stack = requireExisting(region.stacks, requiredString(input, 'StackName'), context)
  const name = optionalString(input, 'Name')
  const entitlements = region.entitlements
    .listed()
    .filter(({ StackName, Name }) => StackName === stack.Name && (name === undefined || Name === name))
  if (name !== undefined && entitlements.length === 0) throw entitlementNotFound(stack.Name, name)
  const page = pageFor(entitlements, entitlementKind.keyOf, {
    input,
    context,
    size: sizeOf(input, behaviour.pageSize),
    parameters: [stack.Name, name ?? null],
  })
  return { Entitlements: page.items, NextToken: page.nextToken }
}

/** CreateEntitlement. AWS does not find a new stack at first. */
function createEntitlement(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const stack = requireReferable(region.stacks, requiredString(input, 'StackName'), context)
  const name = requiredString(input, 'Name')
  requireAttributes(input)
  if (region.entitlements.has(entitlementKey(stack.Name, name))) {
    const message = `The entitlement ${name} already exists for the stack ${stack.Name}.`
    throw new AwsError('EntitlementAlreadyExistsException', message)
  }
  const count = region.entitlements
    .values()
    .filter(({ StackName }) => StackName === stack.Name)
    .toArray().length
  const quota = behaviour.quotas.entitlements
  if (count >= quota) throw quotaExceeded(`entitlements of stack ${stack.Name}`, quota)
  const entitlement: EntitlementRecord = {
    ...requestedMembers(input),
    Name: name,
    StackName: stack.Name,
    LastModifiedTime: new Date(nowMs),
  }
  return { Entitlement: region.entitlements.create(entitlement, behaviour.visibleAfterMs) }
}

/** UpdateEntitlement: replaces the whole list of attributes. */
function updateEntitlement(input: JsonObject, context: OperationContext): JsonObject {
  const { entitlements } = context.region
  const key = entitlementKind.keyOf(requireEntitlement(input, 'Name', context))
  requireAttributes(input)
  entitlements.change(key, { ...requestedMembers(input), LastModifiedTime: new Date(context.nowMs) })
  return { Entitlement: entitlements.get(key) }
}

function deleteEntitlement(input: JsonObject, context: OperationContext): JsonObject {
  const entitlement = requireEntitlement(input, 'Name', context)
  context.region.entitlements.remove(entitlementKind.keyOf(entitlement), context.behaviour.visibleAfterMs)
  return {}
}

function requestedMembers(input: JsonObject): JsonObject {
  return givenMembers(input, ['Description', 'AppVisibility', 'Attributes'])
}

const attributeNames: readonly string[] = [
  'roles',
  'department',
  'organization',
  'groups',
  'title',
  'costCenter',
  'userType',
]

/** Rejects undocumented attribute names, which the service model accepts. */
function requireAttributes(input: JsonObject): void {
  for (const attribute of objectList(input, 'Attributes')) {
    const name = requiredString(attribute, 'Name')
    if (attributeNames.includes(name)) continue
    throw validationError(`${name} is not an attribute. Attributes are ${attributeNames.join(', ')}.`)
  }
}
