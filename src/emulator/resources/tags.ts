import { type JsonObject, requiredString, stringList, stringMap } from '../json.ts'
import type { OperationContext, Operations } from '../kit/operation.ts'
import { arnNotFound, quotaExceeded } from '../kit/preconditions.ts'
import type { RegionStore } from '../region.ts'

/** Operations on tags. */
export const tagOperations: Operations = {
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
}

function listTagsForResource(input: JsonObject, { region }: OperationContext): JsonObject {
  const arn = ownResource(input, region)
  return { Tags: region.tags.get(arn) ?? {} }
}

function tagResource(input: JsonObject, { region, behaviour }: OperationContext): JsonObject {
  const arn = ownResource(input, region)
  const tags = { ...region.tags.get(arn), ...stringMap(input, 'Tags') }
  if (Object.keys(tags).length > behaviour.quotas.tags) throw quotaExceeded('tags', behaviour.quotas.tags)
  region.setTags(arn, tags)
  return {}
}

function untagResource(input: JsonObject, { region }: OperationContext): JsonObject {
  const arn = ownResource(input, region)
  const removed = stringList(input, 'TagKeys')
  const kept = Object.entries(region.tags.get(arn) ?? {}).filter(([key]) => !removed.includes(key))
  region.setTags(arn, Object.fromEntries(kept))
  return {}
}

/** Returns the ARN in the input. Only resources of the calling account can be tagged. */
function ownResource(input: JsonObject, region: RegionStore): string {
  const arn = requiredString(input, 'ResourceArn')
  if (!region.owns(arn)) throw arnNotFound(arn)
  return arn
}
