import { expect, test } from 'vitest'
import {
  createTestClock,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { callsOf } from '../fleet/support.ts'

const QUERY = `query ($period: String!, $filter: AppStreamAppLicenseUsageFilter, $first: Int, $after: String) {
  usages: appStreamAppLicenseUsages(billingPeriod: $period, filter: $filter, first: $first, after: $after) {
    totalCount
    nodes { billingPeriod licenseType userId subscriptionFirstUsedDate subscriptionLastUsedDate }
    pageInfo { hasNextPage endCursor }
    failures { code target { region } }
  }
}`

interface Usages {
  readonly usages: {
    readonly totalCount: number
    readonly nodes: readonly { readonly licenseType: string; readonly userId: string }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
    readonly failures: readonly object[]
  }
}

interface Variables {
  readonly period: string
  readonly filter?: object
  readonly first?: number
  readonly after?: string
}

async function read({ read: send }: TestGateway, variables: Partial<Variables> = {}) {
  const { usages } = await send<Usages, Variables>(QUERY, { variables: { period: '2026-10', ...variables } })
  return usages
}

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  const use = (userId: string, licenseType: string, day: string) =>
    gateway.emulator.useLicense({ region: 'us-east-1', userId, licenseType, usedAt: `2026-${day}T09:00:00Z` })
  use('ann', 'VISIO', '10-20')
  use('bob', 'OFFICE', '10-09')
  use('bob', 'OFFICE', '10-30')
  use('cid', 'OFFICE', '10-03')
  use('dan', 'OFFICE', '10-09')
  use('ann', 'OFFICE PRO', '10-01')
  use('ann', 'VISIO', '11-01')
  return gateway
}

const namesOf = ({ nodes }: Usages['usages']) =>
  nodes.map(({ licenseType, userId }) => `${licenseType} ${userId}`)

test.each(['2026', '2026-00', '2026-13', '26-10', '2026-10-01', '', ' 2026-10'])(
  'rejects the billing period "%s" without a call',
  async (period) => {
    await using gateway = await start()
    const { errors } = await gateway.query(QUERY, { variables: { period } })
    expect(errors).toMatchObject([
      { message: expect.stringContaining('`billingPeriod` must be'), extensions: { code: 'BAD_USER_INPUT' } },
    ])
    expect(callsOf(gateway)).toEqual({})
  },
)

test('lists one period across AWS pages by license type and first use', async () => {
  await using gateway = await start({ emulator: { behaviour: { pageSize: 2 } } })
  const usages = await read(gateway)
  expect(namesOf(usages)).toEqual(['OFFICE cid', 'OFFICE bob', 'OFFICE dan', 'OFFICE PRO ann', 'VISIO ann'])
  expect(usages.nodes[1]).toEqual({
    billingPeriod: '2026-10',
    licenseType: 'OFFICE',
    userId: 'bob',
    subscriptionFirstUsedDate: '2026-10-09T09:00:00.000Z',
    subscriptionLastUsedDate: '2026-10-30T09:00:00.000Z',
  })
  expect(callsOf(gateway)).toEqual({ DescribeAppLicenseUsage: 3 })
  expect(namesOf(await read(gateway, { filter: { licenseTypes: ['VISIO'] } }))).toEqual(['VISIO ann'])
  expect(callsOf(gateway)).toEqual({ DescribeAppLicenseUsage: 3 })
  expect(namesOf(await read(gateway, { period: '2026-11' }))).toEqual(['VISIO ann'])
  expect(callsOf(gateway)).toEqual({ DescribeAppLicenseUsage: 4 })
})

test('pages through every record once, even with equal times of first use', async () => {
  await using gateway = await start()
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const usages = await read(gateway, { first: 1, ...(after !== undefined && { after }) })
    seen.push(...namesOf(usages))
    if (!usages.pageInfo.hasNextPage) break
    after = usages.pageInfo.endCursor
  }
  expect(seen).toEqual(namesOf(await read(gateway)))
})

test.each<[string, object, string[]]>([
  ['users', { userIds: ['ann', 'cid'] }, ['OFFICE cid', 'OFFICE PRO ann', 'VISIO ann']],
  ['no user', { userIds: [] }, []],
  ['license type', { licenseTypes: ['OFFICE'] }, ['OFFICE cid', 'OFFICE bob', 'OFFICE dan']],
  ['last use', { lastUsedAfter: '2026-10-20T09:00:00Z' }, ['OFFICE bob']],
  ['last use', { lastUsedBefore: '2026-10-03T09:00:00Z' }, ['OFFICE PRO ann']],
])('filters by %s: %j', async (_, filter, names) => {
  await using gateway = await start()
  const usages = await read(gateway, { filter })
  expect(namesOf(usages)).toEqual(names)
  expect(usages.totalCount).toBe(names.length)
})

test.each(['ResourceNotFoundException', 'empty'] as const)(
  'returns no records for an empty period with licenseUsageNone: %s',
  async (licenseUsageNone) => {
    await using gateway = await start({ emulator: { behaviour: { licenseUsageNone } } })
    expect(await read(gateway, { period: '2026-01' })).toMatchObject({ totalCount: 0, failures: [] })
  },
)

test.each([
  'InvalidParameterCombinationException',
  'OperationNotPermittedException',
  'AccessDeniedException',
])('reports the target that fails with %s', async (type) => {
  await using gateway = await start({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  gateway.emulator.faults.add({ operation: 'DescribeAppLicenseUsage', region: 'eu-west-1', error: { type } })
  const code = type === 'AccessDeniedException' ? 'UPSTREAM_ACCESS_DENIED' : 'UPSTREAM_REJECTED'
  expect(await read(gateway)).toMatchObject({
    totalCount: 5,
    failures: [{ code, target: { region: 'eu-west-1' } }],
  })
})

test('rereads a period once its listing has become stale', async () => {
  const clock = createTestClock()
  await using gateway = await start({ clock })
  await read(gateway)
  clock.advance(10_000)
  gateway.emulator.useLicense({ region: 'us-east-1', userId: 'new', licenseType: 'A', usedAt: '2026-10-31' })
  expect((await read(gateway)).totalCount).toBe(6)
})

test('counts the users of a license without appstream:people, but names none', async () => {
  await using issuer = await startIssuer()
  await using gateway = await start({ env: issuer.env })
  const headers = await issuer.headers({ scope: 'appstream:read' })
  const { data, errors } = await gateway.query(
    `{ usages: appStreamAppLicenseUsages(billingPeriod: "2026-10", filter: { licenseTypes: ["VISIO"] }) {
      totalCount nodes { licenseType userId userArn target { region } }
    } }`,
    { headers },
  )
  expect(data).toEqual({
    usages: {
      totalCount: 1,
      nodes: [{ licenseType: 'VISIO', userId: null, userArn: null, target: { region: 'us-east-1' } }],
    },
  })
  expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions['code']])).toEqual([
    ['userId', 'FORBIDDEN'],
    ['userArn', 'FORBIDDEN'],
  ])
  gateway.emulator.calls.clear()
  const filtered = await gateway.query(
    '{ appStreamAppLicenseUsages(billingPeriod: "2026-10", filter: { userIds: ["ann"] }) { totalCount } }',
    { headers },
  )
  expect(filtered.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  expect(callsOf(gateway)).toEqual({})
})
