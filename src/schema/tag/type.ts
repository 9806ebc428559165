import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Tag, Tagged } from './loader.ts'

/** Tag type. The prefix avoids a conflict with tags of other subgraphs. */
export const TagRef = builder.objectRef<Tag>('AppStreamTag')

TagRef.implement({
  description: 'Tag of a resource.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key, at most 128 characters.' }),
    value: t.exposeString('value', { description: 'Value, at most 256 characters; may be empty.' }),
  }),
})

/** Returns the tags of a resource, sorted by key. */
export function tagsOf(resource: Tagged, context: GraphContext): MaybePromise<readonly Tag[]> {
  return context.loaders.tags.load(resource)
}

/** Input of a tag to add to a resource. */
export const TagInput = builder.inputType('AppStreamTagInput', {
  description: 'Tag to add to a resource.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'Key: 1 to 128 letters, digits, spaces and `_.:/=+-@`. Must not begin with `aws:`.',
    }),
    value: t.string({
      required: true,
      description: 'Value: at most 256 letters, digits, spaces and `_.:/=+-@`. May be empty.',
    }),
  }),
})
