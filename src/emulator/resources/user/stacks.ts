import { AwsError } from '../../errors.ts'
import { type JsonObject, objectList, optionalObject, optionalString, requiredString } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, notFound } from '../../kit/preconditions.ts'
import { stackKind } from '../stack/kind.ts'
import { userKind } from './kind.ts'

/** BatchAssociateUserStack: succeeds for existing associations. */
export function batchAssociateUserStack(input: JsonObject, context: OperationContext): JsonObject {
  for (const association of objectList(input, 'UserStackAssociations')) {
    requireNoDomain(requiredString(association, 'StackName'), context)
  }
  return batch(input, context, ({ userName, stackName }) => {
    context.region.userStacks.add(userName, stackName)
  })
}

/** BatchDisassociateUserStack: succeeds for missing associations. */
export function batchDisassociateUserStack(input: JsonObject, context: OperationContext): JsonObject {
  return batch(input, context, ({ userName, stackName }) => {
    context.region.userStacks.remove(userName, stackName)
  })
}

interface UserStack {
  readonly userName: string
  readonly stackName: string
}

/**
 * Executes the valid associations and returns the errors of the others. AWS does not define the order of the errors, so
 * the emulator reverses the order of the request.
 */
function batch(
  input: JsonObject,
  context: OperationContext,
  carryOut: (pair: UserStack) => void,
): JsonObject {
  const requested = objectList(input, 'UserStackAssociations')
  const checked = requested.map((association) => ({
    association,
    pair: {
      userName: requiredString(association, 'UserName'),
      stackName: requiredString(association, 'StackName'),
    },
    error: errorOf(association, context),
  }))
  const keys = checked.map(({ pair }) => JSON.stringify(pair))
  if (new Set(keys).size < keys.length) {
    throw combinationError('An association must not be specified twice.')
  }
  for (const { pair, error } of checked) if (error === undefined) carryOut(pair)
  const errors = checked.flatMap(({ association, error }) =>
    error === undefined ? [] : [{ UserStackAssociation: association, ...error }],
  )
  return { errors: errors.toReversed() }
}

/** Returns the error of an association, if any. AWS does not find new stacks and users at first. */
function errorOf(association: JsonObject, { region }: OperationContext): JsonObject | undefined {
  const stackName = requiredString(association, 'StackName')
  const userName = requiredString(association, 'UserName')
  const type = requiredString(association, 'AuthenticationType')
  if (!region.stacks.isReferable(stackName)) {
    const { message } = notFound(stackKind, stackName, region.accountId)
    return { ErrorCode: 'STACK_NOT_FOUND', ErrorMessage: message }
  }
  if (type === 'AWS_AD') {
    return { ErrorCode: 'DIRECTORY_NOT_FOUND', ErrorMessage: 'The directory of the user does not exist.' }
  }
  if (type !== 'USERPOOL' || !region.users.isReferable(userName)) {
    const { message } = notFound(userKind, userName, region.accountId)
    return { ErrorCode: 'USER_NAME_NOT_FOUND', ErrorMessage: message }
  }
  return undefined
}

/** Rejects stacks with a domain-joined fleet, which users of the pool cannot use. */
function requireNoDomain(stackName: string, { region }: OperationContext): void {
  const joined = region.associations
    .rightsOf(stackName)
    .find((fleetName) => optionalObject(region.fleets.get(fleetName) ?? {}, 'DomainJoinInfo') !== undefined)
  if (joined === undefined) return
  throw new AwsError(
    'OperationNotPermittedException',
    `Users of the user pool cannot be assigned to the stack ${stackName}: its fleet ${joined} is joined to a domain.`,
  )
}

/** Maximum number of items in the list of the service model. */
const largestPage = 25

/** DescribeUserStackAssociations: by stack, user or both. Empty for an unknown stack or user. */
export function describeUserStackAssociations(input: JsonObject, context: OperationContext): JsonObject {
  const { userStacks } = context.region
  const stackName = optionalString(input, 'StackName')
  const userName = optionalString(input, 'UserName')
  const type = optionalString(input, 'AuthenticationType')
  if ((userName === undefined) !== (type === undefined)) {
    throw combinationError('UserName and AuthenticationType must be specified together.')
  }
  if (stackName === undefined && userName === undefined) {
    throw combinationError('StackName, or UserName and AuthenticationType, must be specified.')
  }
  const isUnknownType = type !== undefined && type !== 'USERPOOL'
  const page = pageFor(
    isUnknownType ? [] : found(),
    ({ UserName, StackName }) => `${StackName}/${UserName}`,
    {
      input,
      context,
      size: sizeOf(input, largestPage),
      parameters: [stackName ?? null, userName ?? null, type ?? null],
    },
  )
  return { UserStackAssociations: page.items, NextToken: page.nextToken }

  function found() {
    const users = stackName === undefined ? [userName ?? ''] : userStacks.leftsOf(stackName)
    return users
      .filter((UserName) => userName === undefined || UserName === userName)
      .flatMap((UserName) => {
        const stacks = stackName === undefined ? userStacks.rightsOf(UserName) : [stackName]
        return stacks.map((StackName) => associationOf(UserName, StackName))
      })
  }
}

/** Returns an association as AWS describes it. AWS does not record sent e-mails. */
function associationOf(UserName: string, StackName: string) {
  return { StackName, UserName, AuthenticationType: 'USERPOOL', SendEmailNotification: false }
}
