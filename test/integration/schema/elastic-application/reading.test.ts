import { expect, test } from 'vitest'
import { sharedSchema, startGateway } from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { everyField } from '../../../support/selection.ts'
import { applicationArn, putElasticFleets } from '../catalog/support.ts'
import { callsOf, fleetArn } from '../fleet/support.ts'

const onePage = { emulator: { behaviour: { pageSize: 100 } } }

interface Names {
  readonly nodes: readonly { readonly name: string }[]
}

const namesOf = ({ nodes }: Names) => nodes.map(({ name }) => name)

test('serves every member of an application by list, node, entity and tags', async () => {
  await using gateway = await startGateway()
  const given: Readonly<Record<string, string>> = { Arn: applicationArn('full'), Name: 'full' }
  gateway.home.applications.put({ ...Object(sample('Application', (member) => given[member])), Name: 'full' })
  gateway.home.setTags(applicationArn('full'), { team: 'it' })
  const type = 'AppStreamElasticApplication'
  const { list, one, _entities } = await gateway.read<Record<string, Record<string, unknown>>, never>(`{
    list: appStreamElasticApplications { totalCount nodes ${everyField(sharedSchema(), type, 0)} }
    one: appStreamElasticApplication(name: "full") { id tags { key value } }
    _entities(representations: [{ __typename: "${type}", arn: "${applicationArn('full')}" }]) { ... on ${type} { name } }
  }`)
  const [node] = Object(list)['nodes']
  expect(node).toMatchObject({ __typename: type, arn: applicationArn('full'), name: 'full' })
  expect(Object.entries(node).filter(([, value]) => value === null)).toEqual([])
  expect(node.metadata).toEqual([
    { __typename: 'AppStreamApplicationMetadata', key: 'Metadata-key', value: 'Metadata-value' },
  ])
  expect(one).toMatchObject({ tags: [{ key: 'team', value: 'it' }] })
  expect(_entities).toEqual([{ name: 'full' }])
  expect(await gateway.read(`{ node(id: "${one?.['id']}") { __typename } }`)).toEqual({
    node: { __typename: type },
  })
  expect(callsOf(gateway)).toEqual({ DescribeApplications: 1, DescribeFleets: 1, ListTagsForResource: 1 })
})

const FILTERS = [
  ['{ names: ["editor"] }', ['editor']],
  ['{ nameContains: "CAD" }', ['cad']],
  ['{ platforms: [WINDOWS_SERVER_2022] }', ['cad', 'editor']],
  ['{ platforms: [AMAZON_LINUX2] }', ['cad', 'shell']],
  ['{ platforms: [UNKNOWN] }', ['future']],
  ['{ instanceFamilies: ["GRAPHICS_G4"] }', ['cad']],
  ['{ appBlockArn: "arn:aws:appstream:us-east-1:123456789012:app-block/tools" }', ['editor']],
  [`{ fleetArn: "${fleetArn('studio')}" }`, ['cad', 'shell']],
  [`{ fleetArn: "${fleetArn('gone')}" }`, []],
] as const

test('filters applications by name, platform, family, app block and fleet', async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  const put = (Name: string, Platforms: readonly string[], members = {}) =>
    home.applications.put({ Name, Platforms, ...members })
  put('cad', ['WINDOWS_SERVER_2022', 'AMAZON_LINUX2'], {
    InstanceFamilies: ['GENERAL_PURPOSE', 'GRAPHICS_G4'],
  })
  put('editor', ['WINDOWS_SERVER_2022'], {
    AppBlockArn: 'arn:aws:appstream:us-east-1:123456789012:app-block/tools',
  })
  put('future', ['TEMPLE_OS'])
  put('shell', ['AMAZON_LINUX2'])
  putElasticFleets(gateway, { studio: ['cad', 'shell'], office: ['editor'] })
  for (const [filter, expected] of FILTERS) {
    const { appStreamElasticApplications } = await gateway.read<
      { appStreamElasticApplications: Names },
      never
    >(`{ appStreamElasticApplications(filter: ${filter}) { nodes { name } } }`)
    expect([filter, namesOf(appStreamElasticApplications)]).toEqual([filter, expected])
  }
})

test('reads 4 applications and 2 Elastic fleets in both directions', async () => {
  await using gateway = await startGateway(onePage)
  for (let index = 0; index < 6; index++) gateway.home.putFleet({ Name: `desk-${index}` })
  putElasticFleets(gateway, { office: ['editor', 'mail', 'sheets'], studio: ['cad', 'mail'] })
  const query =
    '{ appStreamElasticApplications { nodes { name fleets { nodes { name applications { nodes { name } } } } } } }'
  const read = () =>
    gateway.read<
      {
        appStreamElasticApplications: {
          nodes: { name: string; fleets: { nodes: { name: string; applications: Names }[] } }[]
        }
      },
      never
    >(query)
  const { nodes } = (await read()).appStreamElasticApplications
  expect(nodes.map(({ name, fleets }) => [name, namesOf(fleets)])).toEqual([
    ['cad', ['studio']],
    ['editor', ['office']],
    ['mail', ['office', 'studio']],
    ['sheets', ['office']],
  ])
  expect(namesOf(nodes[0]?.fleets.nodes[0]?.applications ?? { nodes: [] })).toEqual(['cad', 'mail'])
  const calls = { DescribeApplications: 1, DescribeApplicationFleetAssociations: 2, DescribeFleets: 1 }
  expect(callsOf(gateway)).toEqual(calls)
  await read()
  expect(callsOf(gateway)).toEqual(calls)
})

test('reads one application and its fleet with one association call', async () => {
  await using gateway = await startGateway(onePage)
  putElasticFleets(gateway, { office: ['editor'], studio: ['cad'] })
  expect(
    await gateway.read('{ appStreamElasticApplication(name: "cad") { fleets { nodes { name } } } }'),
  ).toEqual({ appStreamElasticApplication: { fleets: { nodes: [{ name: 'studio' }] } } })
  expect(callsOf(gateway)).toEqual({
    DescribeApplicationFleetAssociations: 1,
    DescribeApplications: 1,
    DescribeFleets: 1,
  })
})

test('returns no applications for fleets that are not Elastic, without a call', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'desks', FleetType: 'ON_DEMAND' })
  expect(
    await gateway.read(
      '{ appStreamFleets { nodes { applications { totalCount observedAt failures { code } nodes { name } } } } }',
    ),
  ).toEqual({
    appStreamFleets: {
      nodes: [{ applications: { totalCount: 0, observedAt: null, failures: [], nodes: [] } }],
    },
  })
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1 })
})

test('fails only the applications of a fleet with unreadable associations', async () => {
  await using gateway = await startGateway(onePage)
  putElasticFleets(gateway, { office: ['editor', 'mail'], studio: ['cad'] })
  gateway.emulator.faults.add({
    operation: 'DescribeApplicationFleetAssociations',
    match: ({ FleetName }) => FleetName === 'office',
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query<{ appStreamFleets: unknown }, never>(
    '{ appStreamFleets { nodes { name applications { nodes { name } } } } }',
  )
  expect(data?.appStreamFleets).toEqual({
    nodes: [
      { name: 'office', applications: null },
      { name: 'studio', applications: { nodes: [{ name: 'cad' }] } },
    ],
  })
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_ACCESS_DENIED'])
})

test('rejects a page size of applications before any call', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'studio', FleetType: 'ELASTIC' })
  const { errors } = await gateway.query(
    '{ appStreamFleets { nodes { applications(first: 0) { totalCount } } } }',
  )
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT'])
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1 })
})
