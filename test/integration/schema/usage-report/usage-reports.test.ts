import { describe, expect, test } from 'vitest'
import { ACCOUNT, startGateway, type TestGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import { describeOutcomes, mutate } from '../../../support/mutate.ts'
import { callsOf } from '../fleet/support.ts'

const CREATE = 'createAppStreamUsageReportSubscription'
const DELETE = 'deleteAppStreamUsageReportSubscription'
const CREATION = { [CREATE]: { operation: 'CreateUsageReportSubscription', input: {} } }
const DELETION = { [DELETE]: { operation: 'DeleteUsageReportSubscription', input: {} } }
const REGIONS = { AWS_REGIONS: 'us-east-1,eu-west-1' }
const FIELDS =
  'id region accountId s3BucketName schedule rawSchedule lastGeneratedReportDate subscriptionErrors { errorCode rawErrorCode errorMessage }'
const LIST = `{ reports: appStreamUsageReportSubscriptions { totalCount nodes { ${FIELDS} } failures { code } } }`
const SELECTED = `usageReportSubscription { ${FIELDS} }`

interface Subscription {
  readonly id: string
  readonly region: string
  readonly s3BucketName: string
}

async function list({ read }: TestGateway) {
  const { reports } = await read<
    { reports: { nodes: readonly Subscription[]; failures: readonly object[]; totalCount: number } },
    never
  >(LIST)
  return reports
}

/** Starts a gateway whose first region has a subscription unless the mutation creates one. */
async function startFor(name: string, options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  if (name !== CREATE) gateway.home.usageReports.put({})
  return gateway
}

const outcomes = { confirmed: { [CREATE]: SELECTED, [DELETE]: SELECTED }, before: LIST }
describeOutcomes(CREATION, () => startFor(CREATE), outcomes)
describeOutcomes(DELETION, () => startFor(DELETE), outcomes)

describe.each(Object.entries({ ...CREATION, ...DELETION }))('%s', (name, { operation }) => {
  test.each([{}, { target: { accountId: ACCOUNT } }, { target: { region: 'eu-north-1' } }])(
    'rejects a missing, ambiguous or unknown target without a call: %j',
    async (input) => {
      await using gateway = await startFor(name, { env: { ...REGIONS, AWS_ACCOUNT_ID: ACCOUNT } })
      expect(await mutate(gateway, name, input)).toMatchObject({
        __typename: 'AppStreamInputError',
        fields: [{ path: 'target' }],
      })
      expect(callsOf(gateway)).toEqual({})
    },
  )

  test('writes an audit line', async () => {
    const lines: string[] = []
    await using gateway = await startFor(name, { onLog: (line) => lines.push(line) })
    await mutate(gateway, name, {})
    const audits = lines.map((line) => JSON.parse(line).audit).filter((audit) => audit !== undefined)
    expect(audits).toMatchObject([{ operation, resource: 'usage report subscription', outcome: 'OK' }])
  })
})

test.each(['ResourceNotFoundException', 'empty'] as const)(
  'returns an empty list without failures with usageReportsNone: %s',
  async (usageReportsNone) => {
    await using gateway = await startGateway({ emulator: { behaviour: { usageReportsNone } } })
    expect(await list(gateway)).toEqual({ totalCount: 0, nodes: [], failures: [] })
    expect(callsOf(gateway)).toEqual({ DescribeUsageReportSubscriptions: 1 })
  },
)

test('reports a target whose account is not enabled', async () => {
  await using gateway = await startGateway({ env: REGIONS })
  gateway.home.usageReports.put({})
  const error = { type: 'InvalidAccountStatusException' }
  gateway.emulator.faults.add({ operation: 'DescribeUsageReportSubscriptions', region: 'eu-west-1', error })
  expect(await list(gateway)).toMatchObject({ totalCount: 1, failures: [{ code: 'UPSTREAM_REJECTED' }] })
})

test('lists subscriptions of all targets by account and region, one call each', async () => {
  await using gateway = await startGateway({ env: { ...REGIONS, AWS_ACCOUNT_ID: ACCOUNT } })
  const errors = [
    { ErrorCode: 'ACCESS_DENIED', ErrorMessage: 'The bucket denies access.' },
    { ErrorCode: 'NEW_CODE', ErrorMessage: 'New.' },
  ]
  gateway.home.usageReports.put({
    Schedule: 'WEEKLY',
    LastGeneratedReportDate: new Date(0),
    SubscriptionErrors: errors,
  })
  gateway.emulator.region('eu-west-1').usageReports.put({})
  const { nodes } = await list(gateway)
  expect(nodes).toEqual([
    {
      ...{
        id: expect.any(String),
        region: 'eu-west-1',
        accountId: ACCOUNT,
        schedule: 'DAILY',
        rawSchedule: 'DAILY',
      },
      s3BucketName: expect.stringMatching(`^appstream-logs-eu-west-1-${ACCOUNT}-`),
      ...{ lastGeneratedReportDate: null, subscriptionErrors: [] },
    },
    {
      ...{ id: expect.any(String), region: 'us-east-1', accountId: ACCOUNT, schedule: 'UNKNOWN' },
      rawSchedule: 'WEEKLY',
      s3BucketName: expect.stringMatching(`^appstream-logs-us-east-1-${ACCOUNT}-`),
      lastGeneratedReportDate: '1970-01-01T00:00:00.000Z',
      subscriptionErrors: [
        {
          ...{ errorCode: 'ACCESS_DENIED', rawErrorCode: 'ACCESS_DENIED' },
          errorMessage: 'The bucket denies access.',
        },
        { errorCode: 'UNKNOWN', rawErrorCode: 'NEW_CODE', errorMessage: 'New.' },
      ],
    },
  ])
  expect(callsOf(gateway)).toEqual({ DescribeUsageReportSubscriptions: 2 })
})

test('creates, finds by id and as entity, and deletes a subscription', async () => {
  await using gateway = await startGateway({ env: REGIONS })
  expect((await list(gateway)).nodes).toEqual([])
  const input = { target: { region: 'us-east-1' } }
  const created = await mutate(gateway, CREATE, input, SELECTED)
  const subscription = created['usageReportSubscription']
  expect(subscription).toMatchObject({
    region: 'us-east-1',
    schedule: 'DAILY',
    lastGeneratedReportDate: null,
  })
  expect((await list(gateway)).nodes).toEqual([subscription])
  const { id } = Object(subscription)
  const found = await gateway.read(`{
    node(id: "${id}") { ... on AppStreamUsageReportSubscription { ${FIELDS} } }
    _entities(representations: [{ __typename: "AppStreamUsageReportSubscription", id: "${id}" }]) {
      ... on AppStreamUsageReportSubscription { ${FIELDS} }
    }
  }`)
  expect(found).toEqual({ node: subscription, _entities: [subscription] })
  const deleted = await mutate(gateway, DELETE, input, `deletedId ${SELECTED}`)
  expect(deleted).toMatchObject({ deletedId: id, usageReportSubscription: subscription })
  expect((await list(gateway)).nodes).toEqual([])
  expect(await gateway.read(`{ node(id: "${id}") { id } }`)).toEqual({ node: null })
  expect(gateway.emulator.calls.count('DescribeUsageReportSubscriptions')).toBe(2)
})

test.each(['LimitExceededException', 'same'] as const)(
  'returns the response of AWS to a second creation with createReportTwice: %s',
  async (createReportTwice) => {
    await using gateway = await startGateway({ emulator: { behaviour: { createReportTwice } } })
    gateway.home.usageReports.put({ LastGeneratedReportDate: new Date(0) })
    const [listed] = (await list(gateway)).nodes
    const result = await mutate(gateway, CREATE, {}, SELECTED)
    if (createReportTwice === 'same') expect(result).toMatchObject({ usageReportSubscription: listed })
    else expect(result).toMatchObject({ code: 'LIMIT_EXCEEDED' })
    expect((await list(gateway)).nodes).toEqual([listed])
  },
)

test('rejects deletion without a subscription', async () => {
  await using gateway = await startGateway()
  expect(await mutate(gateway, DELETE, {})).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
})
