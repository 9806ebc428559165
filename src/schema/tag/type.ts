import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import type { Tag, Tagged } from './loader.ts'

/** A tag; the prefix keeps it apart from other subgraphs' tags. */
export const TagRef = builder.objectRef<Tag>('AppStreamTag')

TagRef.implement({
  description: 'Tag of a resource.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Key, at most 128 characters.' }),
    value: t.exposeString('value', { description: 'Value, at most 256 characters; may be empty.' }),
  }),
})

/** Returns the tags of a resource, sorted by key. */
export function tagsOf(resource: Tagged, context: GraphContext): Promise<readonly Tag[]> {
  return context.loaders.tags.load(resource)
}
