import { randomBytes } from 'node:crypto'
import { AwsError, validationError } from '../errors.ts'
import { type JsonObject, optionalNumber, optionalString, requiredString, stringList } from '../json.ts'
import { pageOf } from '../paging.ts'
import type { ImageBuilderRecord } from '../records.ts'
import { createImageBuilder } from './create-image-builder.ts'
import { startingSteps } from './image-builder-start.ts'
import { findEach, notFound, notPermitted, type OperationContext, type Operations } from './operation.ts'

// The model bounds MaxResults on neither side; 100 is used in the wild.
const largestPage = 100

/** The operations on image builders. */
export const imageBuilderOperations: Operations = {
  DescribeImageBuilders: describeImageBuilders,
  CreateImageBuilder: createImageBuilder,
  StartImageBuilder: startImageBuilder,
  StopImageBuilder: stopImageBuilder,
  DeleteImageBuilder: deleteImageBuilder,
  CreateImageBuilderStreamingURL: createImageBuilderStreamingUrl,
}

function describeImageBuilders(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const names = stringList(input, 'Names')
  const imageBuilders =
    names.length === 0
      ? [...region.imageBuilders.values()]
      : findEach(
          names,
          (name) => region.imageBuilders.get(name),
          behaviour.someNamesMissing,
          (name) => notFound('image builder', name, region.accountId),
        )
  const page = pageOf(imageBuilders, ({ Name }) => Name, {
    nextToken: optionalString(input, 'NextToken'),
    size: pageSize(optionalNumber(input, 'MaxResults') || (names.length > 0 ? behaviour.namedPageSize : 0)),
    listing: [context.operation, region.accountId, region.region, names],
    nowMs,
    tokenLifetimeMs: behaviour.nextTokenLifetimeMs,
  })
  return { ImageBuilders: page.items, NextToken: page.nextToken }
}

function pageSize(maxResults = 0): number {
  if (maxResults < 0) throw validationError('MaxResults must not be negative.')
  return maxResults === 0 ? largestPage : Math.min(maxResults, largestPage)
}

function requireImageBuilder(input: JsonObject, { region }: OperationContext): ImageBuilderRecord {
  const name = requiredString(input, 'Name')
  const imageBuilder = region.imageBuilders.get(name)
  if (imageBuilder === undefined) throw notFound('image builder', name, region.accountId)
  return imageBuilder
}

function startImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { Name, State = 'in no state' } = requireImageBuilder(input, context)
  if (State !== 'STOPPED') {
    // The model of this operation has no OperationNotPermittedException; this is the nearest that it has.
    throw new AwsError(
      'ResourceNotAvailableException',
      `The image builder ${Name} is ${State}, it must be STOPPED.`,
    )
  }
  const version = optionalString(input, 'AppstreamAgentVersion')
  const { members, steps } = startingSteps(version, context)
  context.region.change('image-builder', Name, { State: 'PENDING', ...(version !== undefined && members) })
  context.region.schedule('image-builder', Name, steps)
  return { ImageBuilder: context.region.imageBuilders.get(Name) }
}

function stopImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const { Name, State } = requireImageBuilder(input, context)
  if (State !== 'RUNNING') throw notPermitted('image builder', Name, State)
  region.change('image-builder', Name, { State: 'STOPPING' })
  region.schedule('image-builder', Name, [{ atMs: nowMs + durations.stopImageBuilder, state: 'STOPPED' }])
  return { ImageBuilder: region.imageBuilders.get(Name) }
}

const deletableStates: readonly unknown[] = ['STOPPED', 'RUNNING', 'FAILED']

function deleteImageBuilder(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const { Name, State } = requireImageBuilder(input, context)
  if (!deletableStates.includes(State)) throw notPermitted('image builder', Name, State)
  region.change('image-builder', Name, { State: 'DELETING' })
  region.schedule('image-builder', Name, [{ atMs: nowMs + durations.deleteImageBuilder, state: null }])
  return { ImageBuilder: region.imageBuilders.get(Name) }
}

const longestValiditySeconds = 604_800

function createImageBuilderStreamingUrl(input: JsonObject, context: OperationContext): JsonObject {
  const { region, nowMs } = context
  const { Name, State } = requireImageBuilder(input, context)
  const validitySeconds = optionalNumber(input, 'Validity') ?? 3600
  if (validitySeconds < 1 || validitySeconds > longestValiditySeconds) {
    // Documented, though the model bounds it on neither side.
    throw validationError(`Validity must be between 1 and ${longestValiditySeconds} seconds.`)
  }
  if (State !== 'RUNNING') throw notPermitted('image builder', Name, State)
  const secret = randomBytes(48).toString('base64url')
  return {
    StreamingURL: `https://appstream2.${region.region}.aws.amazon.com/authenticate?parameters=${secret}`,
    Expires: new Date(nowMs + validitySeconds * 1000),
  }
}
