import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import type { Tagged } from './loader.ts'

interface Tag {
  readonly key: string
  readonly value: string
}

/** A tag; the prefix keeps it apart from other subgraphs' tags. */
export const TagRef = builder.objectRef<Tag>('AppStreamTag')

TagRef.implement({
  description: 'A tag on a resource.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The tag’s key, at most 128 characters.' }),
    value: t.exposeString('value', { description: 'The tag’s value, at most 256 characters; may be empty.' }),
  }),
})

/** The tags of a resource, by key in order. */
export async function tagsOf(resource: Tagged, context: GraphContext): Promise<Tag[]> {
  const tags = await context.loaders.tags.load(resource)
  return Object.entries(tags)
    .map(([key, value]) => ({ key, value }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
}
