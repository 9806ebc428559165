import { AwsError } from '../../errors.ts'
import {
  type JsonObject,
  optionalBoolean,
  optionalNumber,
  optionalObject,
  requiredString,
  stringList,
} from '../../json.ts'
import { pageFor } from '../../kit/describe.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { quotaExceeded, requireExisting } from '../../kit/preconditions.ts'
import { atRest, requireAvailable } from './requirements.ts'

const describePageSize = 500

/** DescribeImagePermissions: lists the accounts that an image is shared with. */
export function describeImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'Name')
  const accounts = stringList(input, 'SharedAwsAccountIds')
  requireExisting(region.images, name, context)
  const shares = [...(region.permissions.get(name) ?? [])]
    .filter(([sharedAccountId]) => accounts.length === 0 || accounts.includes(sharedAccountId))
    .map(([sharedAccountId, imagePermissions]) => ({ sharedAccountId, imagePermissions }))
  const page = pageFor(shares, ({ sharedAccountId }) => sharedAccountId, {
    input,
    context,
    size: optionalNumber(input, 'MaxResults') || describePageSize,
    parameters: [name, accounts],
  })
  return { Name: name, SharedImagePermissionsList: page.items, NextToken: page.nextToken }
}

/** UpdateImagePermissions: shares an image with an account. */
export function updateImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const image = requireExisting(context.region.images, requiredString(input, 'Name'), context)
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

/** DeleteImagePermissions: stops sharing an image with an account. */
export function deleteImagePermissions(input: JsonObject, context: OperationContext): JsonObject {
  const image = requireExisting(context.region.images, requiredString(input, 'Name'), context)
  if (!atRest(image)) requireAvailable(image)
  const account = requiredString(input, 'SharedAccountId')
  if (context.region.permissions.get(image.Name)?.delete(account)) return {}
  const message = `The image ${image.Name} is not shared with account ${account}.`
  throw new AwsError('ResourceNotFoundException', message)
}
