import { readFileSync } from 'node:fs'
import { buildSchema, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createApiSchema } from '../../../../src/schema/index.ts'
import { companySdl } from '../../../supergraph/company.ts'
import {
  composeWithApollo,
  composeWithGuild,
  composeWithWunderGraph,
} from '../../../supergraph/routers/compose.ts'
import { subgraphsAt } from '../../../supergraph/supergraph.ts'
import { startGateway } from '../../../support/gateway.ts'

const subgraphs = subgraphsAt('http://127.0.0.1:4001/graphql', 'http://127.0.0.1:4002/graphql')
const composers = [
  ['@apollo/composition', composeWithApollo],
  ['@theguild/federation-composition', composeWithGuild],
  ['@wundergraph/composition', composeWithWunderGraph],
] as const
const published = readFileSync('subgraph.graphql', 'utf8')

test("the company's subgraph uses common names and extends our types", () => {
  const { Query, ...types } = buildSchema(companySdl, { assumeValid: true }).getTypeMap()
  expect(Object.keys(types)).toEqual(
    expect.arrayContaining([
      'Application',
      'Image',
      'ImageBuilder',
      'Node',
      'PageInfo',
      'Tag',
      'Target',
      'User',
    ]),
  )
  expect(isObjectType(Query) && Object.keys(Query.getFields())).toEqual(
    expect.arrayContaining(['node', 'nodes']),
  )
})

test.each(composers)('%s composes with a subgraph of common names without warnings', (_name, compose) => {
  const { supergraph, complaints } = compose(subgraphs)
  expect(complaints).toEqual([])
  expect(supergraph).toMatch(/type ImageBuilder[^}]+monthlyCost: Float!/)
  expect(supergraph).toMatch(/type Image [^}]+businessApplications/)
})

test.each(composers)('%s warns about a real conflict', (_name, compose) => {
  const taken = subgraphs.map((subgraph) => ({ ...subgraph, sdl: subgraph.sdl.replace(' @shareable', '') }))
  expect(compose(taken).complaints.join()).toMatch(/hasNextPage/)
})

test('Apollo reports a hint for differing type descriptions', () => {
  const described = subgraphs.map((subgraph) => ({
    ...subgraph,
    sdl: subgraph.sdl.replace(
      /(?="""[^"]*"""\ntype Image )?interface Node/,
      `"${subgraph.name}'s" interface Node`,
    ),
  }))
  expect(composeWithApollo(described).complaints.join()).toMatch(/INCONSISTENT_DESCRIPTION/)
})

test('serves exactly the published SDL', async () => {
  await using gateway = await startGateway()
  const { _service } = await gateway.read<{ _service: { sdl: string } }, never>('{ _service { sdl } }')
  expect(_service.sdl).toBe(published)
})

test('publishes sorted SDL without node and nodes', () => {
  const types = buildSchema(published, { assumeValid: true })
  const names = [...published.matchAll(/^(?:enum|input|interface|scalar|type|union) (\w+)/gm)].map(
    ([, name = '']) => name,
  )
  expect(names.length).toBeGreaterThan(100)
  expect(names).toEqual(names.toSorted())
  const fieldsOf = (name: string): string[] => {
    const type = types.getType(name)
    return type && 'getFields' in type ? Object.keys(type.getFields()) : []
  }
  const served = Object.keys(createApiSchema().getQueryType()?.getFields() ?? {})
  expect(served).toContain('node')
  expect(fieldsOf('Query')).toEqual(served.filter((name) => !['node', 'nodes'].includes(name)).toSorted())
  for (const type of names) {
    expect(fieldsOf(type), type).toEqual(fieldsOf(type).toSorted())
  }
})

test("describes everything except the federation's own types", () => {
  const types = Object.values(buildSchema(published, { assumeValid: true }).getTypeMap())
  const own = types.filter(({ name, astNode }) => astNode != null && !name.startsWith('_'))
  const silent = own.filter(({ description }) => description == null).map(({ name }) => name)
  expect(silent).toEqual(['Node', 'PageInfo'])
  expect(published).toContain('type PageInfo @shareable {\n  endCursor: String\n')
})

test.each([
  ['Image', /type Image implements Node @key\(fields: "arn"\) @key\(fields: "id"\)/],
  ['ImageBuilder', /type ImageBuilder implements Node @key\(fields: "arn"\) @key\(fields: "id"\)/],
  [
    'a page',
    /\): ImageConnection @listSize\(slicingArguments: \["first", "last"\], sizedFields: \["edges", "nodes"\]/,
  ],
  ['a call for each object', /tags: \[AppStreamTag!\] @cost\(weight: 10\)/],
  [
    'starting',
    /StartImageBuilderResult! @authenticated @requiresScopes\(scopes: \[\["appstream:operate"\]\]\)/,
  ],
  ['people', /userId: String @authenticated @requiresScopes\(scopes: \[\["appstream:people"\]\]\)/],
  [
    'streaming',
    /CreateAppStreamStreamingUrlResult! @authenticated @requiresScopes\(scopes: \[\["appstream:stream"\]\]\)/,
  ],
  ['deleting', /DeleteImageResult! @authenticated @requiresScopes\(scopes: \[\["appstream:manage"\]\]\)/],
])('publishes %s to a router', (_what, told) => {
  expect(published).toMatch(told)
})
