import { validationError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  optionalObject,
  optionalString,
  requiredString,
  stringMap,
} from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { inUse, requireExisting, requireNew, requireQuota, requireReadable } from '../../kit/preconditions.ts'
import { appBlockKind } from './kind.ts'

/** Operations on app blocks. AWS has no operation to update one. */
export const appBlockOperations: Operations = {
  DescribeAppBlocks: describeOperation(appBlockKind, ({ appBlocks }) => appBlocks),
  CreateAppBlock: createAppBlock,
  DeleteAppBlock: deleteAppBlock,
}

const settings = [
  'DisplayName',
  'Description',
  'SourceS3Location',
  'SetupScriptDetails',
  'PostSetupScriptDetails',
]

/** CreateAppBlock: the app block is ACTIVE, or INACTIVE until an app block builder creates its package. */
function createAppBlock(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'Name')
  requireNew(region.appBlocks, name)
  const packagingType = optionalString(input, 'PackagingType') ?? 'CUSTOM'
  const source = optionalObject(input, 'SourceS3Location') ?? {}
  const isPackaged = optionalString(source, 'S3Key') !== undefined
  requireValidPackage(packagingType, isPackaged, input)
  requireReadable(source)
  for (const script of ['SetupScriptDetails', 'PostSetupScriptDetails']) {
    requireReadable(optionalObject(optionalObject(input, script) ?? {}, 'ScriptS3Location'))
  }
  requireQuota(region.appBlocks, context)
  const created = region.appBlocks.put({
    ...givenMembers(input, settings),
    Name: name,
    PackagingType: packagingType,
    State: isPackaged ? 'ACTIVE' : 'INACTIVE',
  })
  if (created.Arn !== undefined) region.setTags(created.Arn, stringMap(input, 'Tags'))
  return { AppBlock: created }
}

/** Throws ValidationException, since the operation does not declare InvalidParameterCombinationException. */
function requireValidPackage(packagingType: string, isPackaged: boolean, input: JsonObject): void {
  const isCustom = packagingType === 'CUSTOM'
  const [required, rejected] = isCustom
    ? ['SetupScriptDetails', 'PostSetupScriptDetails']
    : [undefined, 'SetupScriptDetails']
  if (optionalObject(input, rejected) !== undefined) {
    throw validationError(`An app block of type ${packagingType} does not support ${rejected}.`)
  }
  if (required !== undefined && optionalObject(input, required) === undefined) {
    throw validationError(`An app block of type ${packagingType} requires ${required}.`)
  }
  if (isCustom && !isPackaged) throw validationError('An app block of type CUSTOM requires an S3Key.')
}

function deleteAppBlock(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const { Name, Arn } = requireExisting(region.appBlocks, requiredString(input, 'Name'), context)
  const application = region.applications.values().find(({ AppBlockArn }) => AppBlockArn === Arn)
  if (application !== undefined) {
    throw inUse(`The app block ${Name} is in use by the application ${application.Name}.`)
  }
  const [appBlockBuilder] = region.builderAppBlocks.leftsOf(Name)
  if (appBlockBuilder !== undefined) {
    throw inUse(`The app block ${Name} is associated with the app block builder ${appBlockBuilder}.`)
  }
  region.appBlocks.remove(Name)
  return {}
}
