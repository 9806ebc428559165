import { parseArn } from '../arn.ts'
import { type JsonObject, requiredString } from '../json.ts'
import type { RegionStore } from '../region.ts'
import { arnNotFound, type OperationContext, type Operations } from './operation.ts'

/** The operations on tags. */
export const tagOperations: Operations = {
  ListTagsForResource: listTagsForResource,
}

function listTagsForResource(input: JsonObject, { region }: OperationContext): JsonObject {
  const arn = ownResource(input, region)
  return { Tags: region.tags.get(arn) ?? {} }
}

/** The ARN that the input names; only what the account owns can be tagged. */
function ownResource(input: JsonObject, region: RegionStore): string {
  const arn = requiredString(input, 'ResourceArn')
  const parsed = parseArn(arn)
  const owned = parsed?.kind === 'image' ? region.images : region.imageBuilders
  if (parsed === undefined || owned.get(parsed.name)?.Arn !== arn) throw arnNotFound(arn)
  return arn
}
