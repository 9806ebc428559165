import { AwsError } from '../../errors.ts'
import { givenMembers, type JsonObject, requiredString } from '../../json.ts'
import { associationPage } from '../../kit/describe.ts'
import type { OperationContext } from '../../kit/operation.ts'
import {
  combinationError,
  notPermitted,
  quotaExceeded,
  requireByArn,
  requireExisting,
} from '../../kit/preconditions.ts'
import { appBlockBuilderKind } from './kind.ts'

const members = ['AppBlockArn', 'AppBlockBuilderName'] as const

function requirePair(input: JsonObject, context: OperationContext) {
  const { appBlocks, appBlockBuilders } = context.region
  return {
    appBlockBuilder: requireExisting(appBlockBuilders, requiredString(input, 'AppBlockBuilderName'), context),
    appBlock: requireByArn(appBlocks, requiredString(input, 'AppBlockArn')),
  }
}

/**
 * AssociateAppBlockBuilderAppBlock: associates one app block of type APPSTREAM2 with a STOPPED app block builder.
 * Succeeds if both are already associated.
 */
export function associateAppBlock(input: JsonObject, context: OperationContext): JsonObject {
  const { builderAppBlocks } = context.region
  const { appBlockBuilder, appBlock } = requirePair(input, context)
  const { Name, State } = appBlockBuilder
  if (!builderAppBlocks.has(Name, appBlock.Name)) {
    if (appBlock.PackagingType !== 'APPSTREAM2') {
      throw combinationError(`The app block ${appBlock.Name} is not of type APPSTREAM2.`)
    }
    if (State !== 'STOPPED') throw notPermitted(appBlockBuilderKind, Name, State)
    if (builderAppBlocks.rightsOf(Name).length > 0) {
      throw quotaExceeded(`app blocks of app block builder ${Name}`, 1)
    }
    builderAppBlocks.add(Name, appBlock.Name)
  }
  return { AppBlockBuilderAppBlockAssociation: { AppBlockArn: appBlock.Arn, AppBlockBuilderName: Name } }
}

/** DisassociateAppBlockBuilderAppBlock: requires a STOPPED app block builder. */
export function disassociateAppBlock(input: JsonObject, context: OperationContext): JsonObject {
  const { builderAppBlocks } = context.region
  const { appBlockBuilder, appBlock } = requirePair(input, context)
  const { Name, State } = appBlockBuilder
  if (!builderAppBlocks.has(Name, appBlock.Name)) {
    const message = `The app block ${appBlock.Name} is not associated with the app block builder ${Name}.`
    throw new AwsError('ResourceNotFoundException', message)
  }
  if (State !== 'STOPPED') throw notPermitted(appBlockBuilderKind, Name, State)
  builderAppBlocks.remove(Name, appBlock.Name)
  return {}
}

/** DescribeAppBlockBuilderAppBlockAssociations: filtered by app block, by builder, by both or not at all. */
export function describeAssociations(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const isOfAll = Object.keys(givenMembers(input, members)).length === 0
  if (isOfAll && behaviour.blockAssociationsOfAll !== 'list') {
    throw combinationError('At least one of AppBlockArn and AppBlockBuilderName must be specified.')
  }
  const associations = [...region.appBlocks.values()].flatMap(({ Name, Arn }) =>
    region.builderAppBlocks
      .leftsOf(Name)
      .map((AppBlockBuilderName) => ({ AppBlockArn: Arn, AppBlockBuilderName })),
  )
  const page = associationPage(associations, members, input, context)
  return { AppBlockBuilderAppBlockAssociations: page.items, NextToken: page.nextToken }
}
