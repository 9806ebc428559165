import { DescribeAppLicenseUsageCommand } from '@aws-sdk/client-appstream'
import { expect, test } from 'vitest'
import { companySeed, manualClock } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, startEmptyEmulator } from './client.ts'
import { control } from './control.ts'

const use = {
  region: 'us-east-1',
  userId: 'ann@example.com',
  licenseType: 'MICROSOFT_VISIO_2021_PROFESSIONAL',
}

test.each(['2026-13', '2026', '2026-1', 'last month'])(
  'rejects the billing period %s',
  async (BillingPeriod) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const failure = await exceptionOf(client.send(new DescribeAppLicenseUsageCommand({ BillingPeriod })))
    expect(failure.name).toBe('ValidationException')
  },
)

test.each(['ResourceNotFoundException', 'empty'] as const)(
  'answers a period without records as configured by licenseUsageNone: %s',
  async (licenseUsageNone) => {
    await using emulator = await startEmptyEmulator({ behaviour: { licenseUsageNone } })
    using client = clientOf(emulator)
    const call = client.send(new DescribeAppLicenseUsageCommand({ BillingPeriod: '2026-10' }))
    if (licenseUsageNone === 'empty') expect((await call).AppLicenseUsages).toEqual([])
    else expect((await exceptionOf(call)).name).toBe(licenseUsageNone)
  },
)

test('keeps first and last use per user, license type and month', async () => {
  await using emulator = await startEmptyEmulator({ behaviour: { pageSize: 2 } })
  using client = clientOf(emulator)
  const at = (usedAt: string, others = {}) =>
    control(emulator, 'POST', '/license', { ...use, usedAt, ...others })
  await at('2026-10-09T09:00:00Z')
  await at('2026-10-20T09:00:00Z')
  await at('2026-10-03T09:00:00Z')
  await at('2026-11-01T00:00:00Z')
  for (const index of [1, 2]) await at('2026-10-30T00:00:00Z', { userId: `user-${index}` })
  const described = async (BillingPeriod: string, NextToken?: string) =>
    client.send(new DescribeAppLicenseUsageCommand({ BillingPeriod, NextToken }))
  const page = await described('2026-10')
  expect(page.AppLicenseUsages).toHaveLength(2)
  expect(page.AppLicenseUsages?.[0]).toEqual({
    UserId: use.userId,
    UserArn: `arn:aws:appstream:us-east-1:${accountId}:user/userpool/${use.userId}`,
    OwnerAWSAccountId: accountId,
    LicenseType: use.licenseType,
    BillingPeriod: '2026-10',
    SubscriptionFirstUsedDate: new Date('2026-10-03T09:00:00Z'),
    SubscriptionLastUsedDate: new Date('2026-10-20T09:00:00Z'),
  })
  expect((await described('2026-10', page.NextToken)).AppLicenseUsages).toHaveLength(1)
  expect((await described('2026-11')).AppLicenseUsages).toHaveLength(1)
})

test('uses the time of the emulator by default and rejects unreadable times', async () => {
  const clock = manualClock()
  await using emulator = await startEmptyEmulator({ clock })
  await control(emulator, 'POST', '/license', use)
  const [record] = emulator.region('us-east-1').licenseUsage.values()
  expect(record?.SubscriptionFirstUsedDate).toEqual(new Date(clock.now()))
  expect(await control(emulator, 'POST', '/license', { ...use, usedAt: 'then' })).toMatchObject({
    status: 400,
  })
})

test('seeds records of two months', async () => {
  await using emulator = await startEmptyEmulator({ seed: companySeed })
  const records = [...emulator.region('us-east-1').licenseUsage.values()]
  expect(new Set(records.map(({ BillingPeriod }) => BillingPeriod)).size).toBe(2)
  for (const { BillingPeriod, SubscriptionFirstUsedDate, SubscriptionLastUsedDate } of records) {
    expect(SubscriptionFirstUsedDate.toISOString().slice(0, 7)).toBe(BillingPeriod)
    expect(SubscriptionLastUsedDate.getTime()).toBeGreaterThanOrEqual(SubscriptionFirstUsedDate.getTime())
  }
})
