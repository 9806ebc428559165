import {
  givenMembers,
  type JsonObject,
  optionalString,
  requiredString,
  stringList,
  stringMap,
} from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import {
  combinationError,
  notPermitted,
  requireExisting,
  requireNew,
  requireQuota,
  requireRole,
  requireTwoSubnets,
} from '../../kit/preconditions.ts'
import { changedMembers, type MemberOfAttribute, withoutAttributes } from '../../kit/update.ts'
import { type AppBlockBuilderRecord, appBlockBuilderKind } from './kind.ts'

const settings = [
  'DisplayName',
  'Description',
  'Platform',
  'InstanceType',
  'VpcConfig',
  'EnableDefaultInternetAccess',
  'IamRoleArn',
  'AccessEndpoints',
  'DisableIMDSV1',
]

const memberOfAttribute: MemberOfAttribute = {
  IAM_ROLE_ARN: 'IamRoleArn',
  ACCESS_ENDPOINTS: 'AccessEndpoints',
  VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'VpcConfig.SecurityGroupIds',
}

const changeableWhileRunning = ['DisplayName', 'Description']

/** CreateAppBlockBuilder: the app block builder is STOPPED until it has an app block and is started. */
export function createAppBlockBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'Name')
  requireNew(region.appBlockBuilders, name)
  const requested = { ...givenMembers(input, settings), Name: name }
  requireValidSettings(requested, input)
  requireQuota(region.appBlockBuilders, context)
  const created = region.appBlockBuilders.put(requested)
  if (created.Arn !== undefined) region.setTags(created.Arn, stringMap(input, 'Tags'))
  return { AppBlockBuilder: created }
}

/** UpdateAppBlockBuilder: changes any member of a STOPPED app block builder, but only the texts of a RUNNING one. */
export function updateAppBlockBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { appBlockBuilders } = context.region
  const name = requiredString(input, 'Name')
  const current = requireExisting(appBlockBuilders, name, context)
  const { State } = current
  const changeable = State === 'RUNNING' ? changeableWhileRunning : []
  const isChangeable = (member: string) => State === 'STOPPED' || changeable.includes(member)
  if (!changedMembers(input, memberOfAttribute).every(isChangeable)) {
    throw notPermitted(appBlockBuilderKind, name, State)
  }
  const updated: AppBlockBuilderRecord = {
    ...withoutAttributes(current, stringList(input, 'AttributesToDelete'), memberOfAttribute),
    ...givenMembers(input, settings),
    Name: name,
  }
  requireValidSettings(updated, input)
  appBlockBuilders.set(name, updated)
  return { AppBlockBuilder: updated }
}

function requireValidSettings(appBlockBuilder: AppBlockBuilderRecord, input: JsonObject): void {
  const { Platform } = appBlockBuilder
  // The service model of this operation also lists platforms of other resources.
  if (Platform !== undefined && Platform !== 'WINDOWS_SERVER_2019') {
    throw combinationError(`An app block builder does not support the platform ${Platform}.`)
  }
  requireTwoSubnets(appBlockBuilder, 'An app block builder')
  requireRole(optionalString(input, 'IamRoleArn'))
}
