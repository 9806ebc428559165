import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { badUserInput, clip } from './errors.ts'
import { decodeGlobalId } from './global-id.ts'
import { requireScope, resourceRegistry } from './kit/registry.ts'
import { settleAll } from './settle.ts'

const MAX_NODES = 100

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Object with this global id; null if it does not exist.',
    args: { id: t.arg.id({ required: true, description: 'Global id, as returned by `id`.' }) },
    resolve: (_root, { id }, context) => nodeLoader(id)(context),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: `Objects with these global ids, at most ${MAX_NODES}, in the order of the ids; null for each that does not exist.`,
    args: { ids: t.arg.idList({ required: true, description: 'Global ids, as returned by `id`.' }) },
    resolve(_root, { ids }, context) {
      if (ids.length > MAX_NODES)
        throw badUserInput(`\`ids\` may hold ${MAX_NODES} at most; it holds ${ids.length}.`)
      // All ids are validated before the first load; a load that fails affects only its own result.
      return settleAll(ids.map(nodeLoader).map((load) => load(context)))
    },
  }),
}))

/** Validates a global id; returns a function that loads its object. @throws BAD_USER_INPUT */
function nodeLoader(globalId: string): (context: GraphContext) => Promise<object | null> {
  const { typename, id } = decodeGlobalId(globalId)
  const resource = resourceRegistry.byTypename(typename)
  if (resource === undefined) {
    throw badUserInput(
      `\`${clip(globalId)}\` is the global id of a ${clip(typename)}, which is no node of this gateway.`,
    )
  }
  resource.identity.requireId(id, 'id')
  return async (context) => {
    requireScope(resource, context)
    return resource.identity.load(context, id)
  }
}
