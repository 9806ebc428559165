import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { badUserInput, settleAll, truncate } from './errors.ts'
import { decodeGlobalId } from './global-id.ts'
import { requireScope, resourceRegistry } from './kit/registry.ts'

const MAX_NODES = 100

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Returns the object with this global ID. Null if it does not exist.',
    args: { id: t.arg.id({ required: true, description: 'Global ID, as returned by the `id` field.' }) },
    resolve: (_root, { id }, context) => nodeLoader(id)(context),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'Returns the objects with these global IDs, in the order of `ids`. An item is null if its object does not exist.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: `At most ${MAX_NODES} global IDs, as returned by the \`id\` field.`,
      }),
    },
    resolve(_root, { ids }, context) {
      if (ids.length > MAX_NODES)
        throw badUserInput(`\`ids\` must contain at most ${MAX_NODES} ids, got ${ids.length}.`)
      // All ids are validated before the first load; a load that fails affects only its own result.
      return settleAll(ids.map(nodeLoader).map((load) => load(context)))
    },
  }),
}))

/** Validates a global ID and returns a function that loads its object. @throws BAD_USER_INPUT */
function nodeLoader(globalId: string): (context: GraphContext) => Promise<object | null> {
  const { typename, id } = decodeGlobalId(globalId)
  const resource = resourceRegistry.byTypename(typename)
  if (resource === undefined) {
    throw badUserInput(
      `\`${truncate(globalId)}\` is a global id of the type \`${truncate(typename)}\`, which is not a node of this gateway. Pass an \`id\` that it returned.`,
    )
  }
  resource.identity.requireId(id, 'id')
  return async (context) => {
    requireScope(resource, context)
    return resource.identity.load(context, id)
  }
}
