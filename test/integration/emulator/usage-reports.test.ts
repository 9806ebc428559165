import {
  CreateUsageReportSubscriptionCommand,
  DeleteUsageReportSubscriptionCommand,
  DescribeUsageReportSubscriptionsCommand,
} from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { companySeed, manualClock } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, startEmptyEmulator } from './client.ts'

const dayMs = 86_400_000
const describe = () => new DescribeUsageReportSubscriptionsCommand({})
const create = () => new CreateUsageReportSubscriptionCommand({})
const remove = () => new DeleteUsageReportSubscriptionCommand({})

test.each(['ResourceNotFoundException', 'empty'] as const)(
  'answers a region without subscription as configured by usageReportsNone: %s',
  async (usageReportsNone) => {
    await using emulator = await startEmptyEmulator({ behaviour: { usageReportsNone } })
    using client = clientOf(emulator)
    const call = client.send(describe())
    if (usageReportsNone === 'empty') expect((await call).UsageReportSubscriptions).toEqual([])
    else expect((await exceptionOf(call)).name).toBe(usageReportsNone)
    expect((await exceptionOf(client.send(remove()))).name).toBe('ResourceNotFoundException')
  },
)

test.each(['LimitExceededException', 'same'] as const)(
  'answers a second creation as configured by createReportTwice: %s',
  async (createReportTwice) => {
    await using emulator = await startEmptyEmulator({ behaviour: { createReportTwice } })
    using client = clientOf(emulator)
    const { S3BucketName } = await client.send(create())
    const second = client.send(create())
    if (createReportTwice === 'same') expect(await second).toMatchObject({ S3BucketName })
    else expect((await exceptionOf(second)).name).toBe(createReportTwice)
  },
)

test('reports daily after each UTC day, into the same bucket after deletion', async () => {
  const clock = manualClock()
  await using emulator = await startEmptyEmulator({ clock })
  using client = clientOf(emulator)
  const shown = async () => (await client.send(describe())).UsageReportSubscriptions
  const { S3BucketName, Schedule } = await client.send(create())
  expect(S3BucketName).toMatch(new RegExp(`^appstream-logs-us-east-1-${accountId}-[0-9a-f]{8}$`))
  expect(await shown()).toEqual([{ S3BucketName, Schedule: 'DAILY' }])
  expect(Schedule).toBe('DAILY')
  const today = Math.floor(clock.now() / dayMs)
  clock.advance(2 * dayMs)
  expect(await shown()).toEqual([
    { S3BucketName, Schedule: 'DAILY', LastGeneratedReportDate: new Date((today + 2) * dayMs) },
  ])
  await client.send(remove())
  expect(await client.send(create())).toMatchObject({ S3BucketName })
})

test('seeds a subscription in one region', async () => {
  await using emulator = await startEmptyEmulator({ seed: companySeed })
  expect(emulator.region('us-east-1').usageReports.size).toBe(1)
  expect(emulator.region('eu-west-1').usageReports.size).toBe(0)
})
