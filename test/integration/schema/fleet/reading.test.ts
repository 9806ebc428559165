import { afterEach, expect, test, vi } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { ACCOUNT, imageArn, REGION, startGateway } from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { everyField } from '../../../support/selection.ts'
import { callsOf, fleetArn, stackArn } from './support.ts'

const schema = createSchema()

afterEach(() => vi.unstubAllEnvs())

test.each([
  ['AppStreamFleet', 'appStreamFleets', 'Fleet', fleetArn('full')],
  ['AppStreamStack', 'appStreamStacks', 'Stack', stackArn('full')],
] as const)('serves every member of %s in %s', async (type, field, shape, arn) => {
  await using gateway = await startGateway()
  const given: Readonly<Record<string, string>> = { Name: 'full', Arn: arn, ImageArn: imageArn('base') }
  const resource = { ...Object(sample(shape, (member) => given[member])), Name: 'full' }
  if (type === 'AppStreamFleet') gateway.home.putFleet(resource)
  else gateway.home.putStack(resource)
  const answer = await gateway.read<Record<string, { nodes: Record<string, unknown>[] }>, never>(
    `{ ${field} { nodes ${everyField(schema, type, 0)} } }`,
  )
  const [node] = answer[field]?.nodes ?? []
  const missing = Object.entries(node ?? {}).filter(([, value]) => value === null)
  expect(node).toMatchObject({ __typename: type, arn, name: 'full' })
  expect(missing).toEqual([])
})

test('resolves a fleet to its image', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'base' })
  gateway.home.putFleet({ Name: 'desks', ImageArn: imageArn('base') })
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  const { appStreamFleets } = await gateway.read<{ appStreamFleets: unknown }, never>(
    '{ appStreamFleets { totalCount nodes { name imageArn image { name } } } }',
  )
  expect(appStreamFleets).toEqual({
    totalCount: 2,
    nodes: [
      { name: 'desks', imageArn: imageArn('base'), image: { name: 'base' } },
      { name: 'orphan', imageArn: imageArn('gone'), image: null },
    ],
  })
  expect(callsOf(gateway)).toMatchObject({ DescribeFleets: 1 })
})

test.each([
  ['{ names: ["a", "c"] }', ['a', 'c']],
  ['{ namePrefix: "b" }', ['b']],
  ['{ nameContains: "C" }', ['c']],
  ['{ states: [STOPPED] }', ['b']],
  ['{ states: [UNKNOWN] }', ['c']],
  ['{ fleetTypes: [ON_DEMAND] }', ['a']],
  ['{ platforms: [UNKNOWN] }', []],
  ['{ instanceTypes: ["stream.large"] }', ['b']],
  [`{ imageArn: "${imageArn('base')}" }`, ['a']],
  ['{ directoryNames: ["corp.example.com"] }', ['c']],
  ['{ hasErrors: true }', ['b']],
  ['{ hasErrors: false, names: ["a", "b"] }', ['a']],
  ['{ names: [] }', []],
  ['{ createdAfter: "2026-01-02T00:00:00Z" }', ['b', 'c']],
])('filters fleets by %s', async (filter, names) => {
  await using gateway = await startGateway()
  gateway.home.putFleet({
    ...{ Name: 'a', FleetType: 'ON_DEMAND', ImageArn: imageArn('base'), InstanceType: 'stream.small' },
    CreatedTime: new Date('2026-01-01'),
  })
  gateway.home.putFleet({
    ...{ Name: 'b', State: 'STOPPED', InstanceType: 'stream.large', CreatedTime: new Date('2026-01-03') },
    FleetErrors: [{ ErrorCode: 'SUBNET_NOT_FOUND', ErrorMessage: 'No subnet.' }],
  })
  gateway.home.putFleet({
    ...{ Name: 'c', State: 'HIBERNATING', CreatedTime: new Date('2026-01-04') },
    DomainJoinInfo: { DirectoryName: 'corp.example.com' },
  })
  const { appStreamFleets } = await gateway.read<{ appStreamFleets: { nodes: { name: string }[] } }, never>(
    `{ appStreamFleets(filter: ${filter}) { nodes { name } } }`,
  )
  expect(appStreamFleets.nodes.map(({ name }) => name)).toEqual(names)
})

test('pages through stacks in both directions, across pages of AWS', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { visibleAfterMs: 0 } } })
  for (let index = 0; index < 45; index++)
    gateway.home.putStack({ Name: `s${String(index).padStart(2, '0')}` })
  interface Page {
    appStreamStacks: {
      totalCount: number
      pageInfo: { endCursor: string; hasNextPage: boolean }
      nodes: { name: string }[]
    }
  }
  const select = 'totalCount pageInfo { endCursor hasNextPage } nodes { name }'
  const first = await gateway.read<Page, never>(
    `{ appStreamStacks(first: 30, orderBy: { field: NAME, direction: DESC }) { ${select} } }`,
  )
  expect(first.appStreamStacks).toMatchObject({ totalCount: 45, pageInfo: { hasNextPage: true } })
  const after = first.appStreamStacks.pageInfo.endCursor
  const second = await gateway.read<Page, never>(
    `{ appStreamStacks(first: 30, after: "${after}", orderBy: { field: NAME, direction: DESC }) { ${select} } }`,
  )
  expect(second.appStreamStacks.nodes.at(0)?.name).toBe('s14')
  expect(second.appStreamStacks.nodes.at(-1)?.name).toBe('s00')
  expect(callsOf(gateway)).toEqual({ DescribeStacks: 3 })
})

test('resolves fleets, stacks and directory configs by their global ids', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'desks' })
  gateway.home.putStack({ Name: 'office' })
  gateway.home.putDirectoryConfig({ DirectoryName: 'corp.example.com' })
  const { fleet, stack, directory } = await gateway.read<Record<string, { id: string }>, never>(`{
    fleet: appStreamFleet(name: "desks") { id }
    stack: appStreamStack(arn: "${stackArn('office')}") { id }
    directory: appStreamDirectoryConfig(directoryName: "corp.example.com") { id }
  }`)
  const ids = [fleet?.id, stack?.id, directory?.id]
  const { nodes } = await gateway.read<{ nodes: unknown[] }, never>(
    `{ nodes(ids: ${JSON.stringify(ids)}) {
      __typename id
      ... on AppStreamFleet { name } ... on AppStreamStack { name }
      ... on AppStreamDirectoryConfig { directoryName }
    } }`,
  )
  expect(nodes).toEqual([
    { __typename: 'AppStreamFleet', id: ids[0], name: 'desks' },
    { __typename: 'AppStreamStack', id: ids[1], name: 'office' },
    { __typename: 'AppStreamDirectoryConfig', id: ids[2], directoryName: 'corp.example.com' },
  ])
})

test('keeps accepting a directory config id once its account is known', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  await using gateway = await startGateway({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
  gateway.home.putDirectoryConfig({ DirectoryName: 'corp.example.com' })
  const query = '{ appStreamDirectoryConfig(directoryName: "corp.example.com") { id accountId } }'
  interface Found {
    appStreamDirectoryConfig: { id: string; accountId: string | null }
  }
  const before = (await gateway.read<Found, never>(query)).appStreamDirectoryConfig
  gateway.home.putFleet({ Name: 'desks' })
  await gateway.read('{ appStreamFleets { totalCount } }')
  const after = (await gateway.read<Found, never>(query)).appStreamDirectoryConfig
  expect([before.accountId, after.accountId]).toEqual([null, '123456789012'])
  const { nodes } = await gateway.read<{ nodes: unknown[] }, never>(
    `{ nodes(ids: ["${before.id}", "${after.id}"]) { ... on AppStreamDirectoryConfig { directoryName } } }`,
  )
  expect(nodes).toEqual([{ directoryName: 'corp.example.com' }, { directoryName: 'corp.example.com' }])
})

test('resolves entities by ARN and by id, and tags by ARN', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'desks' })
  gateway.home.putDirectoryConfig({ DirectoryName: 'corp.example.com' })
  gateway.home.setTags(fleetArn('desks'), { team: 'it' })
  const { appStreamDirectoryConfig: directory } = await gateway.read<
    { appStreamDirectoryConfig: { id: string } },
    never
  >('{ appStreamDirectoryConfig(directoryName: "corp.example.com") { id } }')
  const { _entities } = await gateway.read<{ _entities: unknown[] }, never>(`{
    _entities(representations: [
      { __typename: "AppStreamFleet", arn: "${fleetArn('desks')}" }
      { __typename: "AppStreamFleet", arn: "${stackArn('desks')}" }
      { __typename: "AppStreamDirectoryConfig", id: "${directory.id}" }
    ]) {
      ... on AppStreamFleet { name tags { key value } }
      ... on AppStreamDirectoryConfig { directoryName }
    }
  }`)
  expect(_entities).toEqual([
    { name: 'desks', tags: [{ key: 'team', value: 'it' }] },
    null,
    { directoryName: 'corp.example.com' },
  ])
})

test('serves other targets when one fails', async () => {
  const roles = 'arn:aws:iam::123456789012:role/reader,arn:aws:iam::210987654321:role/reader'
  await using gateway = await startGateway({ env: { AWS_ROLE_ARNS: roles } })
  gateway.emulator.region('us-east-1').putFleet({ Name: 'one' })
  gateway.emulator.faults.add({
    operation: 'DescribeFleets',
    accountId: '210987654321',
    error: { type: 'AccessDeniedException' },
  })
  const { appStreamFleets } = await gateway.read<{ appStreamFleets: unknown }, never>(
    '{ appStreamFleets { nodes { name } failures { code target { accountId } } } }',
  )
  expect(appStreamFleets).toEqual({
    nodes: [{ name: 'one' }],
    failures: [{ code: 'UPSTREAM_ACCESS_DENIED', target: { accountId: '210987654321' } }],
  })
})
