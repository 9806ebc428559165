import { expect, test } from 'vitest'
import { imageBuilderKind } from '../../../../src/schema/image-builder/kind.ts'
import { refuseSkewed, startFront } from '../../../support/clients/intermediary.ts'
import { ACCOUNT, REGION } from '../../../support/gateway.ts'
import { change, failureOf, startCompany, stubOwnCredentials } from '../credentials/roles/support.ts'

const HOUR_MS = 3_600_000
const withoutRoles = { roleArns: [], operateRoleArns: [], sessionTags: false, accountId: ACCOUNT }

stubOwnCredentials()

test.each([
  ['InvalidSignatureException', HOUR_MS],
  ['RequestTimeTooSkewed', HOUR_MS],
  ['RequestExpired', -HOUR_MS],
  ['AccessDeniedException', -HOUR_MS],
])('corrects the clock within a read rejected with %s', async (type, aheadMs) => {
  await using company = await startCompany()
  await using aws = await startFront(company.emulator.url, refuseSkewed(aheadMs, type))
  await using skewed = await startCompany({
    ...withoutRoles,
    endpoint: aws.url,
    retry: { maxAttempts: 1, baseDelayMs: 1 },
  })
  await skewed.target.reader.listAll(imageBuilderKind.listing)

  expect(aws.requests).toHaveLength(2)
  await skewed.target.reader.listAll(imageBuilderKind.listing)
  expect(aws.requests).toHaveLength(3)
})

test('corrects the clock within a mutation that must not run twice', async () => {
  await using company = await startCompany()
  company.emulator.region(REGION, ACCOUNT).putImage({ Name: 'base' })
  await using aws = await startFront(company.emulator.url, refuseSkewed(HOUR_MS, 'InvalidSignatureException'))
  await using skewed = await startCompany({
    ...withoutRoles,
    endpoint: aws.url,
    // The emulator uses the access key as the account.
    kind: 'emulator',
  })
  await skewed.target
    .writer({ caller: 'ada' })
    .call(
      'CreateImageBuilder',
      { Name: 'new', ImageName: 'base', InstanceType: 'stream.standard.medium' },
      { once: true },
    )

  expect(company.emulator.calls.count('CreateImageBuilder')).toBe(1)
})

test.each([HOUR_MS, -HOUR_MS])(
  'assumes a role once although the STS clock is %i ms ahead',
  async (aheadMs) => {
    await using company = await startCompany()
    company.sts.answer = { grantForMs: HOUR_MS + aheadMs }
    await using sts = await startFront(company.sts.url, refuseSkewed(aheadMs, 'SignatureDoesNotMatch', true))
    await using skewed = await startCompany({ endpoint: company.emulator.url, stsEndpoint: sts.url })
    await change(skewed.target, 'alice')
    await change(skewed.target, 'alice')

    expect(company.sts.assumptions).toHaveLength(1)
  },
)

test('reports an invalid signature without a clock difference and does not retry', async () => {
  await using company = await startCompany()
  await using aws = await startFront(company.emulator.url, {
    refuse: () => ({ status: 403, body: JSON.stringify({ __type: 'InvalidSignatureException' }) }),
  })
  await using rejected = await startCompany({ ...withoutRoles, endpoint: aws.url })
  const error = await failureOf(rejected.target.reader.listAll(imageBuilderKind.listing))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: false })
  expect(aws.requests).toHaveLength(1)
})
