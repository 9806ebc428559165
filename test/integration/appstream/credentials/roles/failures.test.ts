import { expect, test, vi } from 'vitest'
import { imageBuilderKind } from '../../../../../src/schema/image-builder/kind.ts'
import { ACCOUNT } from '../../../../support/gateway.ts'
import { change, failureOf, startCompany, stubOwnCredentials } from './support.ts'

stubOwnCredentials()

test('reports a denied role with AssumeRole, without internals or retry', async () => {
  await using company = await startCompany()
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({
    code: 'UPSTREAM_ACCESS_DENIED',
    retryable: false,
    mayHaveRun: false,
    awsRequestId: 'sts-request-1',
    message:
      "AWS denied access: the gateway's own policy, or the trust policy of this target's role, does not allow AssumeRole.",
  })
  expect(company.sts.assumptions).toHaveLength(1)
  expect(company.emulator.calls.all).toEqual([])
})

test('does not cache a denied role assumption', async () => {
  await using company = await startCompany()
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  await failureOf(change(company.target, 'alice'))
  company.sts.answer = { grantForMs: 3_600_000 }
  await change(company.target, 'alice')

  expect(company.sts.assumptions).toHaveLength(2)
})

test('does not block other callers when one is denied', async () => {
  await using company = await startCompany()
  await change(company.target, 'bob')
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  await failureOf(change(company.target, 'alice'))
  await change(company.target, 'bob')

  expect(company.emulator.calls.count('TagResource')).toBe(2)
})

test('does not block reads when the operate role is denied', async () => {
  await using company = await startCompany()
  await company.target.reader.listAll(imageBuilderKind.listing)
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  await failureOf(change(company.target, 'alice'))

  expect(await company.target.reader.listAll(imageBuilderKind.listing)).toMatchObject([{ Name: 'desk' }])
})

test.each([
  [
    'fails',
    'InternalFailure',
    500,
    'AWS was unreachable or returned a server error for AssumeRole. Retry later.',
  ],
  ['throttles', 'Throttling', 400, 'AWS throttled AssumeRole. Retry later.'],
])(
  'retries an assumption while STS %s and sends nothing to AppStream',
  async (_what, code, status, message) => {
    await using company = await startCompany()
    company.sts.answer = { error: code, status }
    const error = await failureOf(change(company.target, 'alice'))

    expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: true, mayHaveRun: false, message })
    expect(company.sts.assumptions).toHaveLength(3)
    expect(company.emulator.calls.all).toEqual([])
  },
)

test.each([
  [
    'InvalidClientTokenId',
    403,
    'AWS rejected the credentials used for AssumeRole. Check the credentials of the gateway and the role of this target.',
  ],
  [
    'ExpiredToken',
    400,
    'AWS rejected the credentials used for AssumeRole. Check the credentials of the gateway and the role of this target.',
  ],
  ['ValidationError', 400, 'AWS rejected AssumeRole.'],
])('does not retry %s, which the operator must fix', async (code, status, message) => {
  await using company = await startCompany()
  company.sts.answer = { error: code, status }
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: false, message })
  expect(company.sts.assumptions).toHaveLength(1)
})

test('reports an unreachable STS as retryable with nothing changed', async () => {
  await using company = await startCompany()
  await company.sts[Symbol.asyncDispose]()
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: true, mayHaveRun: false })
  expect(company.emulator.calls.all).toEqual([])
})

test('aborts a hanging STS call at its deadline for all waiters', async () => {
  await using company = await startCompany({ deadlines: { callMs: 1000, listingMs: 30_000 } })
  company.sts.answer = 'hang'
  const errors = await Promise.all(
    Array.from({ length: 20 }, () => failureOf(change(company.target, 'alice'))),
  )
  await company.sts.idle()

  for (const error of errors) {
    expect(error).toMatchObject({
      code: 'UPSTREAM_CREDENTIALS',
      retryable: true,
      mayHaveRun: false,
      message: 'Could not get AWS credentials for TagResource in time. Retry later.',
    })
  }
  // Zero if the deadline expired before the request was sent.
  expect(company.sts.assumptions.length).toBeLessThanOrEqual(1)
})

test('does not wait for an assumption on shutdown', async () => {
  await using company = await startCompany()
  company.sts.answer = 'hang'
  const failure = failureOf(change(company.target, 'alice'))
  await company.sts.waitFor(1)
  company.close()

  expect(await failure).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', mayHaveRun: false })
  await company.sts.idle()
})

test('reports missing credentials of the gateway without calling STS', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  await using company = await startCompany()
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({
    code: 'UPSTREAM_CREDENTIALS',
    retryable: false,
    message:
      'No AWS credentials found for AssumeRole. Configure the environment, a profile, SSO, a container or an instance role.',
  })
  expect(company.sts.assumptions).toEqual([])
})

test("reports the target's last failure and its recovery", async () => {
  await using company = await startCompany()
  company.sts.answer = { error: 'InvalidClientTokenId', status: 403 }
  await failureOf(change(company.target, 'alice'))
  expect(company.target).toMatchObject({
    accountId: ACCOUNT,
    reachable: false,
    lastError:
      'AWS rejected the credentials used for AssumeRole. Check the credentials of the gateway and the role of this target.',
  })
  company.sts.answer = { grantForMs: 3_600_000 }
  await change(company.target, 'alice')
  expect(company.target.reachable).toBe(true)
})
