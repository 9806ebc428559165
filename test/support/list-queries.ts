import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql'

/** Members that name a resource. */
export const NAMES = ['name', 'taskId', 'userName', 'directoryName'] as const

/** Returns the root fields that return a connection. */
export function listsOf(schema: GraphQLSchema): readonly GraphQLField<unknown, unknown>[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  return fields.filter(({ type }) => getNamedType(type).name.endsWith('Connection'))
}

/** Returns a query of each list for the identity of its items. */
export function listingsOf(schema: GraphQLSchema): readonly string[] {
  return listsOf(schema).map(({ name, args, type }) => {
    const period = args.some((arg) => arg.name === 'billingPeriod') ? ', billingPeriod: "2026-10"' : ''
    const fields = nodeTypeOf(type).getFields()
    const members = ['id', 'arn', ...NAMES].filter((member) => fields[member] !== undefined)
    return `{ ${name}(first: 20${period}) { nodes { __typename ${members.join(' ')} } pageInfo { endCursor } } }`
  })
}

/**
 * Returns a query of all leaves and tags in the list of the resources of a type in ARNs, for example `image-builder`;
 * undefined if there is no such list.
 */
export function probeOf(schema: GraphQLSchema, arnType: string): string | undefined {
  const wanted = arnType.replaceAll('-', '')
  const list = listsOf(schema).find(({ type }) => nodeTypeOf(type).name.toLowerCase().endsWith(wanted))
  if (list === undefined) return undefined
  const fields = Object.values(nodeTypeOf(list.type).getFields())
  const leaves = fields.filter(({ type, args }) => args.length === 0 && !isCompositeType(getNamedType(type)))
  const tags = fields.some(({ name }) => name === 'tags') ? 'tags { key value }' : ''
  const names = leaves.map(({ name }) => name).join(' ')
  return `{ ${list.name}(first: 50) { totalCount nodes { ${names} ${tags} } } }`
}

/** Returns the type of the items of a connection. */
function nodeTypeOf(type: GraphQLOutputType): GraphQLObjectType {
  const connection = getNamedType(type)
  const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined
  const node = nodes && getNamedType(nodes.type)
  if (!isObjectType(node)) throw new Error(`${connection.name} is not a connection.`)
  return node
}
