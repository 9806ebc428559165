import { AwsError } from '../errors.ts'
import {
  type JsonObject,
  optionalBoolean,
  optionalNumber,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
} from '../json.ts'
import { pageOf } from '../paging.ts'
import { atRest, requireAvailable, requireOwnImage } from './new-images.ts'
import { type OperationContext, type Operations, quotaExceeded } from './operation.ts'

const describePageSize = 500

/** The operations on the permissions of shared images. */
export const imagePermissionOperations: Operations = {
  DescribeImagePermissions: describeImagePermissions,
  UpdateImagePermissions: updateImagePermissions,
  DeleteImagePermissions: deleteImagePermissions,
}

function describeImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const name = requiredString(input, 'Name')
  const accounts = stringList(input, 'SharedAwsAccountIds')
  requireOwnImage(name, context)
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

function updateImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const image = requireOwnImage(requiredString(input, 'Name'), context)
  requireAvailable(image)
  const account = requiredString(input, 'SharedAccountId')
  const shares = region.permissions.get(image.Name)
  const { accountsSharedWith } = behaviour.quotas
  if (shares !== undefined && !shares.has(account) && shares.size >= accountsSharedWith) {
    throw quotaExceeded('accounts that an image is shared with', accountsSharedWith)
  }
  const permissions = optionalObject(input, 'ImagePermissions') ?? {}
  region.shareImage(image.Name, account, {
    allowFleet: optionalBoolean(permissions, 'allowFleet') ?? false,
    allowImageBuilder: optionalBoolean(permissions, 'allowImageBuilder') ?? false,
  })
  return {}
}

function deleteImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const image = requireOwnImage(requiredString(input, 'Name'), context)
  if (!atRest(image)) requireAvailable(image)
  const account = requiredString(input, 'SharedAccountId')
  if (context.region.permissions.get(image.Name)?.delete(account)) return {}
  const message = `The image ${image.Name} is not shared with account ${account}.`
  throw new AwsError('ResourceNotFoundException', message)
}
