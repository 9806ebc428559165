import { afterEach, expect, test, vi } from 'vitest'
import { ACCOUNT, imageArn, REGION, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { callsOf } from './support.ts'

const OTHER = '210987654321'
const roles = `arn:aws:iam::${ACCOUNT}:role/reader,arn:aws:iam::${OTHER}:role/reader`

afterEach(() => vi.unstubAllEnvs())

/** Deletes a resource that is in use, and selects of the error. */
function remove(field: string, name: string, select: string): string {
  const target = `target: { accountId: "${ACCOUNT}", region: "us-east-1" }`
  return `mutation { result: ${field}(input: { name: "${name}", ${target} }) {
    __typename ... on AppStreamResourceInUseError { ${select} }
  } }`
}

const USED_BY =
  'usedBy { __typename id ... on AppStreamFleet { name accountId } ... on AppStreamStack { name } }'

interface Removed {
  readonly result: {
    readonly __typename: string
    readonly usedBy: readonly Record<string, unknown>[] | null
    readonly sharedWith?: unknown
  }
}

async function usersOf(gateway: TestGateway, field: string, name: string, headers = {}) {
  const { result } = await gateway.read<Removed, never>(remove(field, name, USED_BY), { headers })
  expect(result.__typename).toBe('AppStreamResourceInUseError')
  return result.usedBy?.map(({ __typename, name: user }) => `${__typename} ${user}`)
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const gateway = await startGateway({ env: { AWS_ROLE_ARNS: roles, ...env } })
  const { home } = gateway
  home.putImage({ Name: 'golden' })
  for (const Name of ['two', 'one', 'alone']) {
    const image = Name === 'alone' ? 'other' : 'golden'
    home.putFleet({ Name, State: 'STOPPED', ImageName: image, ImageArn: imageArn(image) })
  }
  for (const Name of ['office', 'lab', 'empty']) home.putStack({ Name })
  home.associate('office', 'two')
  home.associate('lab', 'two')
  home.applications.put({ Name: 'cad' })
  for (const Name of ['studio', 'design']) {
    home.putFleet({ Name, FleetType: 'ELASTIC' })
    home.applicationFleets.add('cad', Name)
  }
  return gateway
}

test('returns the fleets of an image with one listing per target', async () => {
  await using gateway = await start()
  const { emulator, home } = gateway
  home.shareImage('golden', OTHER, { allowFleet: true })
  emulator
    .region('us-east-1', OTHER)
    .putFleet({ Name: 'theirs', ImageName: 'golden', ImageArn: imageArn('golden') })
  const { result } = await gateway.read<Removed, never>(
    remove('deleteImage', 'golden', `${USED_BY} sharedWith { accountId }`),
  )
  expect(result.usedBy).toEqual(
    [
      ...['one', 'two'].map((name) => ({
        ...{ __typename: 'AppStreamFleet', id: expect.any(String), name, accountId: ACCOUNT },
      })),
      { __typename: 'AppStreamFleet', id: expect.any(String), name: 'theirs', accountId: OTHER },
    ].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  )
  expect(result.sharedWith).toEqual([{ accountId: OTHER }])
  expect(callsOf(gateway)).toEqual({ DeleteImage: 1, DescribeFleets: 2, DescribeImagePermissions: 1 })
})

test('makes no AWS calls unless usedBy is selected', async () => {
  await using gateway = await start()
  await gateway.read(remove('deleteImage', 'golden', 'code'))
  await gateway.read(remove('deleteAppStreamFleet', 'two', 'code'))
  await gateway.read(remove('deleteAppStreamStack', 'office', 'code'))
  await gateway.read(remove('deleteAppStreamElasticApplication', 'cad', 'code'))
  expect(callsOf(gateway)).toEqual({ DeleteApplication: 1, DeleteImage: 1, DeleteFleet: 1, DeleteStack: 1 })
})

test.each([
  [
    'deleteAppStreamFleet',
    'two',
    ['AppStreamStack lab', 'AppStreamStack office'],
    'DeleteFleet',
    'ListAssociatedStacks',
  ],
  ['deleteAppStreamStack', 'office', ['AppStreamFleet two'], 'DeleteStack', 'ListAssociatedFleets'],
  [
    'deleteAppStreamElasticApplication',
    'cad',
    ['AppStreamFleet design', 'AppStreamFleet studio'],
    'DeleteApplication',
    'DescribeApplicationFleetAssociations',
  ],
])(
  'names what uses the resource of %s with one association call',
  async (field, name, users, operation, call) => {
    await using gateway = await start()
    await gateway.read('{ appStreamFleets { totalCount } appStreamStacks { totalCount } }')
    gateway.emulator.calls.clear()
    expect(await usersOf(gateway, field, name)).toEqual(users)
    expect(callsOf(gateway)).toEqual({ [operation]: 1, [call]: 1 })
  },
)

test('rereads dependents missing from cached data', async () => {
  await using gateway = await start()
  const query = `{
    appStreamFleets { nodes { stacks { totalCount } } }
    appStreamStacks { totalCount }
  }`
  await gateway.read(query)
  gateway.home.putStack({ Name: 'later' })
  gateway.home.associate('later', 'one')
  gateway.home.putFleet({ Name: 'later', ImageName: 'golden', ImageArn: imageArn('golden') })
  expect(await usersOf(gateway, 'deleteAppStreamFleet', 'one')).toEqual(['AppStreamStack later'])
  expect(await usersOf(gateway, 'deleteImage', 'golden')).toContain('AppStreamFleet later')
})

test('returns no dependents for a resource without visible ones', async () => {
  await using gateway = await start()
  const { emulator, home } = gateway
  home.putImageBuilder({ Name: 'desk' })
  home.putFleet({ Name: 'running', State: 'RUNNING' })
  emulator.faults.add({ operation: 'DeleteImage', error: { type: 'ResourceInUseException' } })
  home.putImage({ Name: 'unused' })
  expect(await usersOf(gateway, 'deleteAppStreamFleet', 'running')).toEqual([])
  expect(await usersOf(gateway, 'deleteImage', 'unused')).toEqual([])
})

test('does not name fleets of targets that the caller may not see', async () => {
  await using issuer = await startIssuer()
  await using gateway = await start(issuer.env)
  gateway.home.shareImage('golden', OTHER, { allowFleet: true })
  gateway.emulator
    .region('us-east-1', OTHER)
    .putFleet({ Name: 'theirs', ImageName: 'golden', ImageArn: imageArn('golden') })
  const narrow = await issuer.headers({ appstream_targets: [`${ACCOUNT}/us-east-1`] })
  expect(await usersOf(gateway, 'deleteImage', 'golden', narrow)).toEqual([
    'AppStreamFleet one',
    'AppStreamFleet two',
  ])
  expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
  expect(await usersOf(gateway, 'deleteImage', 'golden', await issuer.headers())).toHaveLength(3)
})

test.each([
  ['deleteImage', 'golden', 'DescribeFleets'],
  ['deleteAppStreamFleet', 'two', 'ListAssociatedStacks'],
  ['deleteAppStreamStack', 'office', 'ListAssociatedFleets'],
  ['deleteAppStreamElasticApplication', 'cad', 'DescribeApplicationFleetAssociations'],
])('returns null with an error if dependents of %s are unreadable', async (field, name, operation) => {
  await using gateway = await start()
  gateway.emulator.faults.add({ operation, error: { type: 'AccessDeniedException' } })
  const { data, errors } = await gateway.query<Removed, never>(remove(field, name, `code ${USED_BY}`))
  expect(data).toEqual({
    result: { __typename: 'AppStreamResourceInUseError', code: 'RESOURCE_IN_USE', usedBy: null },
  })
  expect(errors).toMatchObject([
    { path: ['result', 'usedBy'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
  ])
})

test('reads dependents and shares once for all aliases of one failure', async () => {
  await using gateway = await start()
  const fields = ['a', 'b', 'c'].map((alias) => `${alias}: usedBy { id } ${alias}2: sharedWith { accountId }`)
  await gateway.read(remove('deleteImage', 'golden', fields.join(' ')))
  expect(callsOf(gateway)).toEqual({ DeleteImage: 1, DescribeFleets: 2, DescribeImagePermissions: 1 })
})

test('finds the fleets of an image before its account is known', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  await using gateway = await startGateway({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
  gateway.home.putImage({ Name: 'golden' })
  gateway.home.putFleet({ Name: 'one', ImageName: 'golden', ImageArn: imageArn('golden') })
  const { result } = await gateway.read<Removed, never>(
    `mutation { result: deleteImage(input: { name: "golden" }) {
      __typename ... on AppStreamResourceInUseError { ${USED_BY} }
    } }`,
  )
  expect(result.usedBy).toMatchObject([{ name: 'one' }])
})

test('finds the fleets of an application before its account is known', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  await using gateway = await startGateway({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
  gateway.home.applications.put({ Name: 'cad' })
  gateway.home.putFleet({ Name: 'studio', FleetType: 'ELASTIC' })
  gateway.home.applicationFleets.add('cad', 'studio')
  const { result } = await gateway.read<Removed, never>(
    `mutation { result: deleteAppStreamElasticApplication(input: { name: "cad" }) {
      __typename ... on AppStreamResourceInUseError { ${USED_BY} }
    } }`,
  )
  expect(result.usedBy).toMatchObject([{ name: 'studio' }])
})
