import { AwsError } from '../../errors.ts'
import { givenMembers, type JsonObject, optionalString, requiredString } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import {
  combinationError,
  notFound,
  notPermitted,
  requireNew,
  requireQuota,
  requireReferable,
} from '../../kit/preconditions.ts'
import { type UserRecord, userKind } from './kind.ts'
import {
  batchAssociateUserStack,
  batchDisassociateUserStack,
  describeUserStackAssociations,
} from './stacks.ts'

/** Operations on users and their stacks. */
export const userOperations: Operations = {
  DescribeUsers: describeUsers,
  CreateUser: createUser,
  EnableUser: (input, context) => setEnabled(input, context, true),
  DisableUser: (input, context) => setEnabled(input, context, false),
  DeleteUser: deleteUser,
  BatchAssociateUserStack: batchAssociateUserStack,
  BatchDisassociateUserStack: batchDisassociateUserStack,
  DescribeUserStackAssociations: describeUserStackAssociations,
}

/** DescribeUsers: lists only users of the user pool. */
function describeUsers(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  requirePool(context)
  const type = requiredString(input, 'AuthenticationType')
  if (type !== 'USERPOOL') throw invalidParameter(`Cannot describe users with '${type}' authentication type`)
  const page = pageFor(region.users.listed(), userKind.keyOf, {
    input,
    context,
    size: sizeOf(input, behaviour.pageSize),
    parameters: [type],
  })
  return { Users: page.items, NextToken: page.nextToken }
}

/** CreateUser. With RESEND, resends the invitation of an existing user. */
function createUser(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  requirePool(context)
  const type = requiredString(input, 'AuthenticationType')
  if (type !== 'USERPOOL') throw invalidParameter(`Cannot create a user with '${type}' authentication type`)
  const name = requiredString(input, 'UserName')
  const names = givenMembers(input, ['FirstName', 'LastName'])
  if (optionalString(input, 'MessageAction') === 'RESEND') {
    requireInvited(region.users.get(name), names)
    return {}
  }
  requireNew(region.users, name)
  requireQuota(region.users, context)
  region.users.create({ UserName: name, ...names, Status: 'UNCONFIRMED' }, behaviour.visibleAfterMs)
  return {}
}

/** Rejects a RESEND for a missing user. The model of CreateUser has no ResourceNotFoundException. */
function requireInvited(user: UserRecord | undefined, names: JsonObject): void {
  if (Object.keys(names).length > 0) {
    throw combinationError('FirstName and LastName cannot be specified together with RESEND.')
  }
  if (user === undefined) throw combinationError('RESEND requires an existing user.')
  if (user.Status !== 'UNCONFIRMED') throw notPermitted(userKind, user.UserName, user.Status)
}

function setEnabled(input: JsonObject, context: OperationContext, isEnabled: boolean): JsonObject {
  const { UserName } = requireUser(input, context)
  context.region.users.change(UserName, { Enabled: isEnabled })
  return {}
}

/** DeleteUser: also deletes the stack associations of the user. */
function deleteUser(input: JsonObject, context: OperationContext): JsonObject {
  const { UserName } = requireUser(input, context)
  context.region.users.remove(UserName, context.behaviour.visibleAfterMs)
  return {}
}

/** Rejects users of other authentication types, which AppStream does not store. */
function requireUser(input: JsonObject, context: OperationContext): UserRecord {
  const name = requiredString(input, 'UserName')
  if (requiredString(input, 'AuthenticationType') === 'USERPOOL') {
    return requireReferable(context.region.users, name, context)
  }
  throw notFound(userKind, name, context.region.accountId)
}

function requirePool({ region }: OperationContext): void {
  if (!region.region.startsWith('us-gov-')) return
  throw new AwsError('OperationNotPermittedException', `The user pool is not available in ${region.region}.`)
}

/** Returns an exception that AWS returns although the service model lacks it. */
function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message)
}
