import { validationError } from '../errors.ts'
import { type JsonObject, optionalNumber, optionalString, stringList } from '../json.ts'
import { pageOf } from '../paging.ts'
import { findEach, notFound, type OperationContext, type Operations } from './operation.ts'

// The model bounds MaxResults on neither side; 100 is used in the wild.
const largestPage = 100

/** The operations on image builders. */
export const imageBuilderOperations: Operations = {
  DescribeImageBuilders: describeImageBuilders,
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
    size: pageSize(optionalNumber(input, 'MaxResults')),
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
