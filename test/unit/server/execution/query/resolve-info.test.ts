import { buildSchema, execute, type GraphQLResolveInfo, isObjectType, parse } from 'graphql'
import { expect, test } from 'vitest'
import { createQueryExecutor } from '../../../../../src/server/execution/query/executor.ts'

test('passes the same information to resolvers as graphql-js', async () => {
  const seen: GraphQLResolveInfo[] = []
  const schema = infoSchema((info) => seen.push(info))
  const document = parse('query Named($n: Int = 3) { all: list { again: item(n: $n) } }')
  const args = { schema, document, rootValue: 'root', contextValue: 'context' }
  await execute(args)
  await createQueryExecutor()(args)
  const [expected, actual] = seen.map((info) => membersOf(info))

  expect(seen).toHaveLength(2)
  expect(actual).toEqual(expected)
})

/** Returns a schema that passes the information of its fields to a function. */
function infoSchema(note: (info: GraphQLResolveInfo) => void) {
  const info = buildSchema('type Item { item(n: Int): String } type Query { list: [Item] }')
  const { Item, Query } = info.getTypeMap()
  if (!isObjectType(Item) || !isObjectType(Query)) throw new Error('The schema has no such types.')
  const { item } = Item.getFields()
  const { list } = Query.getFields()
  if (item === undefined || list === undefined) throw new Error('The schema has no such fields.')
  list.resolve = () => [{}]
  item.resolve = (_source, _args, _context, given) => note(given)
  return info
}

function membersOf(info: GraphQLResolveInfo) {
  const { fieldName, fieldNodes, returnType, parentType, path, schema, fragments, rootValue, operation } =
    info
  const { variableValues } = info
  return [
    fieldName,
    fieldNodes,
    returnType,
    parentType,
    path,
    schema,
    fragments,
    rootValue,
    operation,
    variableValues,
  ]
}
