import { randomBytes } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import { type JsonObject, optionalString, requiredString } from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { notPermitted, requireExisting } from '../../kit/preconditions.ts'
import { expiryOf, streamingUrl } from '../../kit/streaming-url.ts'
import { createImageBuilder } from './create.ts'
import { type ImageBuilderRecord, imageBuilderKind } from './kind.ts'
import { startingSteps } from './start.ts'

/** Operations on image builders. */
export const imageBuilderOperations: Operations = {
  DescribeImageBuilders: describeOperation(imageBuilderKind, ({ imageBuilders }) => imageBuilders),
  CreateImageBuilder: createImageBuilder,
  StartImageBuilder: startImageBuilder,
  StopImageBuilder: stopImageBuilder,
  DeleteImageBuilder: deleteImageBuilder,
  CreateImageBuilderStreamingURL: createImageBuilderStreamingUrl,
}

function requireImageBuilder(input: JsonObject, context: OperationContext): ImageBuilderRecord {
  return requireExisting(context.region.imageBuilders, requiredString(input, 'Name'), context)
}

function startImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { Name, State = 'in an unknown state' } = requireImageBuilder(input, context)
  if (State !== 'STOPPED') {
    // The closest exception: the model of this operation does not list OperationNotPermittedException.
    throw new AwsError(
      'ResourceNotAvailableException',
      `The image builder ${Name} is ${State}, it must be STOPPED.`,
    )
  }
  const version = optionalString(input, 'AppstreamAgentVersion')
  const { members, steps } = startingSteps(version, context)
  context.region.imageBuilders.change(Name, { State: 'PENDING', ...(version !== undefined && members) })
  context.region.imageBuilders.schedule(Name, steps)
  return { ImageBuilder: context.region.imageBuilders.get(Name) }
}

function stopImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const { Name, State } = requireImageBuilder(input, context)
  if (State !== 'RUNNING') throw notPermitted(imageBuilderKind, Name, State)
  region.imageBuilders.change(Name, { State: 'STOPPING' })
  region.imageBuilders.schedule(Name, [{ atMs: nowMs + durations.stopImageBuilder, state: 'STOPPED' }])
  return { ImageBuilder: region.imageBuilders.get(Name) }
}

const deletableStates: readonly unknown[] = ['STOPPED', 'RUNNING', 'FAILED']

function deleteImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const { Name, State } = requireImageBuilder(input, context)
  if (!deletableStates.includes(State)) throw notPermitted(imageBuilderKind, Name, State)
  region.imageBuilders.change(Name, { State: 'DELETING' })
  region.imageBuilders.schedule(Name, [{ atMs: nowMs + durations.deleteImageBuilder, state: null }])
  return { ImageBuilder: region.imageBuilders.get(Name) }
}

function createImageBuilderStreamingUrl(input: JsonObject, context: OperationContext): JsonObject {
  const { Name, State } = requireImageBuilder(input, context)
  const expiresMs = expiryOf(input, 3600, context)
  if (State !== 'RUNNING') throw notPermitted(imageBuilderKind, Name, State)
  return streamingUrl(randomBytes(48).toString('base64url'), expiresMs, context)
}
