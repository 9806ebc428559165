import { randomBytes } from 'node:crypto'
import { type JsonObject, requiredString } from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { inUse, notPermitted, requireExisting } from '../../kit/preconditions.ts'
import { expiryOf, streamingUrl } from '../../kit/streaming-url.ts'
import { associateAppBlock, describeAssociations, disassociateAppBlock } from './app-blocks.ts'
import { type AppBlockBuilderRecord, appBlockBuilderKind } from './kind.ts'
import { createAppBlockBuilder, updateAppBlockBuilder } from './settings.ts'

/** Operations on app block builders. */
export const appBlockBuilderOperations: Operations = {
  DescribeAppBlockBuilders: describeOperation(
    appBlockBuilderKind,
    ({ appBlockBuilders }) => appBlockBuilders,
  ),
  CreateAppBlockBuilder: createAppBlockBuilder,
  UpdateAppBlockBuilder: updateAppBlockBuilder,
  StartAppBlockBuilder: startAppBlockBuilder,
  StopAppBlockBuilder: stopAppBlockBuilder,
  DeleteAppBlockBuilder: deleteAppBlockBuilder,
  CreateAppBlockBuilderStreamingURL: createAppBlockBuilderStreamingUrl,
  AssociateAppBlockBuilderAppBlock: associateAppBlock,
  DisassociateAppBlockBuilderAppBlock: disassociateAppBlock,
  DescribeAppBlockBuilderAppBlockAssociations: describeAssociations,
}

function requireAppBlockBuilder(name: string, context: OperationContext): AppBlockBuilderRecord {
  return requireExisting(context.region.appBlockBuilders, name, context)
}

/** StartAppBlockBuilder: requires an app block to package. */
function startAppBlockBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations } = context
  const { Name, State } = requireAppBlockBuilder(requiredString(input, 'Name'), context)
  if (State !== 'STOPPED') throw notPermitted(appBlockBuilderKind, Name, State)
  if (region.builderAppBlocks.rightsOf(Name).length === 0) {
    throw notPermitted(appBlockBuilderKind, Name, 'not associated with an app block')
  }
  return transition(Name, ['STARTING', 'RUNNING'], durations.startAppBlockBuilder, context)
}

function stopAppBlockBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { Name, State } = requireAppBlockBuilder(requiredString(input, 'Name'), context)
  if (State !== 'RUNNING') throw notPermitted(appBlockBuilderKind, Name, State)
  return transition(Name, ['STOPPING', 'STOPPED'], context.durations.stopAppBlockBuilder, context)
}

function transition(
  name: string,
  [during, after]: readonly [string, string],
  durationMs: number,
  { region: { appBlockBuilders }, nowMs }: OperationContext,
): JsonObject {
  appBlockBuilders.change(name, { State: during })
  appBlockBuilders.schedule(name, [{ atMs: nowMs + durationMs, state: after }])
  return { AppBlockBuilder: appBlockBuilders.get(name) }
}

function deleteAppBlockBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const { Name, State } = requireAppBlockBuilder(requiredString(input, 'Name'), context)
  const [appBlock] = region.builderAppBlocks.rightsOf(Name)
  if (appBlock !== undefined) {
    throw inUse(`The app block builder ${Name} is associated with the app block ${appBlock}.`)
  }
  if (State !== 'STOPPED') throw inUse(`The app block builder ${Name} is ${State}. It must be STOPPED.`)
  region.appBlockBuilders.remove(Name)
  return {}
}

function createAppBlockBuilderStreamingUrl(input: JsonObject, context: OperationContext): JsonObject {
  const { Name, State } = requireAppBlockBuilder(requiredString(input, 'AppBlockBuilderName'), context)
  const expiresMs = expiryOf(input, 3600, context)
  if (State !== 'RUNNING') throw notPermitted(appBlockBuilderKind, Name, State)
  return streamingUrl(randomBytes(48).toString('base64url'), expiresMs, context)
}
