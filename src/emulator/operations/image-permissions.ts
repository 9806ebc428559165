import { type JsonObject, optionalNumber, optionalString, requiredString, stringList } from '../json.ts'
import { pageOf } from '../paging.ts'
import { notFound, type OperationContext, type Operations } from './operation.ts'

const describePageSize = 500

/** The operations on the permissions of shared images. */
export const imagePermissionOperations: Operations = {
  DescribeImagePermissions: describeImagePermissions,
}

function describeImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const name = requiredString(input, 'Name')
  const accounts = stringList(input, 'SharedAwsAccountIds')
  if (!region.images.has(name)) throw notFound('image', name, region.accountId)
  const shares = [...(region.permissions.get(name) ?? [])]
    .filter(([sharedAccountId]) => accounts.length === 0 || accounts.includes(sharedAccountId))
    .map(([sharedAccountId, imagePermissions]) => ({ sharedAccountId, imagePermissions }))
  const page = pageOf(shares, ({ sharedAccountId }) => sharedAccountId, {
    nextToken: optionalString(input, 'NextToken'),
    size: optionalNumber(input, 'MaxResults') || describePageSize,
    listing: [context.operation, region.accountId, region.region, name, accounts],
    nowMs,
    tokenLifetimeMs: behaviour.nextTokenLifetimeMs,
  })
  return { Name: name, SharedImagePermissionsList: page.items, NextToken: page.nextToken }
}
