import { expect, test } from 'vitest'
import { sharedSchema, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { everyField } from '../../../support/selection.ts'
import { callsOf } from '../fleet/support.ts'
import { appBlockArn, appBlockBuilderArn, startPackaging } from './support.ts'

interface Names {
  readonly nodes: readonly { readonly name: string }[]
}

const namesOf = ({ nodes }: Names) => nodes.map(({ name }) => name)

test.each([
  ['AppStreamAppBlock', 'appStreamAppBlock', 'AppBlock', appBlockArn('full'), 'appBlocks'],
  [
    'AppStreamAppBlockBuilder',
    'appStreamAppBlockBuilder',
    'AppBlockBuilder',
    appBlockBuilderArn('full'),
    'appBlockBuilders',
  ],
] as const)(
  'serves every member of %s by list, node, entity and tags',
  async (type, field, shape, arn, table) => {
    await using gateway = await startGateway()
    const given: Readonly<Record<string, string>> = { Arn: arn, Name: 'full' }
    gateway.home[table].put({ ...Object(sample(shape, (member) => given[member])), Name: 'full' })
    gateway.home.setTags(arn, { team: 'it' })
    const { list, one, _entities } = await gateway.read<Record<string, Record<string, unknown>>, never>(`{
    list: ${field}s { totalCount nodes ${everyField(sharedSchema(), type, 0)} }
    one: ${field}(name: "full") { id tags { key value } }
    _entities(representations: [{ __typename: "${type}", arn: "${arn}" }]) { ... on ${type} { name } }
  }`)
    const [node] = Object(list)['nodes']
    expect(node).toMatchObject({ __typename: type, arn, name: 'full' })
    expect(Object.entries(node).filter(([, value]) => value === null)).toEqual([])
    expect(one).toMatchObject({ tags: [{ key: 'team', value: 'it' }] })
    expect(_entities).toEqual([{ name: 'full' }])
    expect(await gateway.read(`{ node(id: "${one?.['id']}") { __typename } }`)).toEqual({
      node: { __typename: type },
    })
  },
)

test.each([
  ['appStreamAppBlocks', '{ names: ["a"] }', ['a']],
  ['appStreamAppBlocks', '{ nameContains: "B" }', ['b']],
  ['appStreamAppBlocks', '{ states: [INACTIVE] }', ['b']],
  ['appStreamAppBlocks', '{ states: [UNKNOWN] }', ['c']],
  ['appStreamAppBlocks', '{ packagingTypes: [APPSTREAM2] }', ['b']],
  ['appStreamAppBlocks', '{ packagingTypes: [UNKNOWN] }', ['c']],
  ['appStreamAppBlocks', '{ hasErrors: true }', ['b']],
  ['appStreamAppBlocks', '{ hasErrors: false, createdAfter: "2026-01-02T00:00:00Z" }', ['c']],
  ['appStreamAppBlockBuilders', '{ states: [RUNNING] }', ['b']],
  ['appStreamAppBlockBuilders', '{ states: [UNKNOWN] }', ['c']],
  ['appStreamAppBlockBuilders', '{ hasErrors: true }', ['b']],
  ['appStreamAppBlockBuilders', '{ hasErrors: false, namePrefix: "a" }', ['a']],
  ['appStreamAppBlockBuilders', '{ createdBefore: "2026-01-02T00:00:00Z" }', ['a']],
])('filters %s by %s', async (field, filter, names) => {
  await using gateway = await startGateway()
  const [first, second, third] = ['2026-01-01', '2026-01-03', '2026-01-04'].map((date) => new Date(date))
  const { appBlocks, appBlockBuilders } = gateway.home
  const errors = [{ ErrorCode: 'BROKEN', ErrorMessage: 'Broken.' }]
  appBlocks.put({ Name: 'a', CreatedTime: first })
  appBlocks.put({
    ...{ Name: 'b', PackagingType: 'APPSTREAM2', State: 'INACTIVE', CreatedTime: second },
    AppBlockErrors: errors,
  })
  appBlocks.put({ Name: 'c', State: 'ODD', PackagingType: 'ODD', CreatedTime: third })
  appBlockBuilders.put({ Name: 'a', CreatedTime: first })
  appBlockBuilders.put({ Name: 'b', State: 'RUNNING', CreatedTime: second, AppBlockBuilderErrors: errors })
  appBlockBuilders.put({ Name: 'c', State: 'ODD', CreatedTime: third })
  const answer = await gateway.read<Record<string, Names>, never>(
    `{ ${field}(filter: ${filter}) { nodes { name } } }`,
  )
  expect(namesOf(answer[field] ?? { nodes: [] })).toEqual(names)
})

test('reads the applications of app blocks with one listing', async () => {
  await using gateway = await startPackaging()
  for (const Name of ['calc', 'paint']) {
    gateway.home.applications.put({ Name, AppBlockArn: appBlockArn('tools') })
  }
  gateway.home.applications.put({ Name: 'orphan', AppBlockArn: appBlockArn('gone') })
  expect(
    await gateway.read('{ appStreamAppBlocks { nodes { name applications { nodes { name } } } } }'),
  ).toEqual({
    appStreamAppBlocks: {
      nodes: [
        { name: 'draft', applications: { nodes: [] } },
        { name: 'other', applications: { nodes: [] } },
        { name: 'tools', applications: { nodes: [{ name: 'calc' }, { name: 'paint' }] } },
      ],
    },
  })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1, DescribeApplications: 1 })
})

const PAIRS = `{ appStreamAppBlocks { nodes { name appBlockBuilders { nodes { name appBlocks { nodes { name } } } } } } }`
const associations = 'DescribeAppBlockBuilderAppBlockAssociations'

interface Pairs {
  readonly appStreamAppBlocks: {
    readonly nodes: readonly {
      readonly name: string
      readonly appBlockBuilders: { readonly nodes: readonly { readonly name: string; appBlocks: Names }[] }
    }[]
  }
}

/** Starts a gateway with three app blocks and two app block builders, `bench` and `busy`. */
async function startPairs(blockAssociationsOfAll: 'InvalidParameterCombinationException' | 'list') {
  const gateway = await startPackaging({ emulator: { behaviour: { blockAssociationsOfAll } } })
  gateway.home.appBlockBuilders.remove('spare')
  return gateway
}

async function readPairs(gateway: TestGateway) {
  const { appStreamAppBlocks } = await gateway.read<Pairs, never>(PAIRS)
  const found = appStreamAppBlocks.nodes.map(({ name, appBlockBuilders }) => [
    name,
    appBlockBuilders.nodes.map((builder) => [builder.name, namesOf(builder.appBlocks)]),
  ])
  expect(found).toEqual([
    [
      'draft',
      [
        ['bench', ['draft']],
        ['busy', ['draft']],
      ],
    ],
    ['other', []],
    ['tools', []],
  ])
}

test('reads all associations in both directions with one call', async () => {
  await using gateway = await startPairs('list')
  await readPairs(gateway)
  const calls = { DescribeAppBlocks: 1, DescribeAppBlockBuilders: 1, [associations]: 1 }
  expect(callsOf(gateway)).toEqual(calls)
  await readPairs(gateway)
  expect(callsOf(gateway)).toEqual(calls)
})

test('reads associations by the shorter side if AWS rejects the unfiltered call', async () => {
  await using gateway = await startPairs('InvalidParameterCombinationException')
  await readPairs(gateway)
  const calls = { DescribeAppBlocks: 1, DescribeAppBlockBuilders: 1, [associations]: 3 }
  expect(callsOf(gateway)).toEqual(calls)
  const inputs = gateway.emulator.calls.all
    .filter(({ operation }) => operation === associations)
    .map(({ input }) => input['AppBlockBuilderName'])
  expect(inputs[0]).toBeUndefined()
  // These two calls run concurrently, in any order.
  expect(inputs.slice(1).toSorted()).toEqual(['bench', 'busy'])
  await readPairs(gateway)
  expect(callsOf(gateway)).toEqual(calls)
})

test('does not repeat an unfiltered association call that AWS rejected', async () => {
  await using gateway = await startPairs('InvalidParameterCombinationException')
  await readPairs(gateway)
  const headers = { 'cache-control': 'no-cache' }
  gateway.emulator.calls.clear()
  await gateway.read(PAIRS, { headers })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1, DescribeAppBlockBuilders: 1, [associations]: 2 })
})

test('tries the unfiltered association call once in each target', async () => {
  await using gateway = await startGateway({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  for (const region of ['us-east-1', 'eu-west-1']) {
    const { appBlocks, appBlockBuilders } = gateway.emulator.region(region)
    for (const Name of ['a', 'b', 'c']) appBlocks.put({ Name })
    for (const Name of ['one', 'two']) appBlockBuilders.put({ Name })
  }
  const query = '{ appStreamAppBlocks { nodes { appBlockBuilders { totalCount } } } }'
  for (const expected of [2, 0]) {
    gateway.emulator.calls.clear()
    await gateway.read(query, { headers: { 'cache-control': 'no-cache' } })
    const ofAll = gateway.emulator.calls.all.filter(
      ({ operation, input }) => operation === associations && Object.keys(input).length === 0,
    )
    expect(ofAll).toHaveLength(expected)
  }
})

test('reads the app blocks of one builder with one call by name', async () => {
  await using gateway = await startPairs('list')
  const query = '{ appStreamAppBlockBuilder(name: "bench") { appBlocks { nodes { name } } } }'
  expect(await gateway.read(query)).toEqual({
    appStreamAppBlockBuilder: { appBlocks: { nodes: [{ name: 'draft' }] } },
  })
  const [call] = gateway.emulator.calls.all.filter(({ operation }) => operation === associations)
  expect(call?.input).toEqual({ AppBlockBuilderName: 'bench' })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1, DescribeAppBlockBuilders: 1, [associations]: 1 })
})

test('rereads all associations for no-cache', async () => {
  await using gateway = await startPairs('list')
  await readPairs(gateway)
  gateway.home.builderAppBlocks.remove('busy', 'draft')
  await readPairs(gateway)
  const { appStreamAppBlocks } = await gateway.read<Pairs, never>(PAIRS, {
    headers: { 'cache-control': 'no-cache' },
  })
  expect(appStreamAppBlocks.nodes.map(({ appBlockBuilders }) => namesOf(appBlockBuilders))).toEqual([
    ['bench'],
    [],
    [],
  ])
  expect(gateway.emulator.calls.count(associations)).toBe(2)
})

test('shows an association mutation although all associations were cached', async () => {
  await using gateway = await startPairs('list')
  await readPairs(gateway)
  await gateway.read(`mutation {
    disassociateAppStreamAppBlockBuilderAppBlock(
      input: { appBlockBuilderName: "bench", appBlockName: "draft" }
    ) { __typename }
  }`)
  const { appStreamAppBlocks } = await gateway.read<Pairs, never>(PAIRS)
  expect(appStreamAppBlocks.nodes.map(({ appBlockBuilders }) => namesOf(appBlockBuilders))).toEqual([
    ['busy'],
    [],
    [],
  ])
})

test('fails only the associations if AWS denies them', async () => {
  await using gateway = await startPairs('list')
  gateway.emulator.faults.add({ operation: associations, error: { type: 'AccessDeniedException' } })
  const { data, errors } = await gateway.query<{ appStreamAppBlocks: unknown }, never>(
    '{ appStreamAppBlocks(first: 2) { nodes { name appBlockBuilders { totalCount } } } }',
  )
  expect(data?.appStreamAppBlocks).toEqual({
    nodes: [
      { name: 'draft', appBlockBuilders: null },
      { name: 'other', appBlockBuilders: null },
    ],
  })
  expect(errors).toMatchObject([{}, {}].map(() => ({ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } })))
  // Denied is not rejected: the call for all is tried again.
  expect(gateway.emulator.calls.count(associations)).toBe(1)
})
