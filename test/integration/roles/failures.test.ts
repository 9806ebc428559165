import { expect, test, vi } from 'vitest'
import { ACCOUNT } from '../../support/gateway.ts'
import { change, failureOf, startCompany, stubOwnCredentials } from './support.ts'

stubOwnCredentials()

test('a role that is denied is an access denied that names AssumeRole and no internals; it is not tried twice', async () => {
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

test('a denial is not kept: the next change asks again', async () => {
  await using company = await startCompany()
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  await failureOf(change(company.target, 'alice'))
  company.sts.answer = { grantForMs: 3_600_000 }
  await change(company.target, 'alice')

  expect(company.sts.assumptions).toHaveLength(2)
})

test('the denial of one caller keeps no other from its changes', async () => {
  await using company = await startCompany()
  await change(company.target, 'bob')
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  await failureOf(change(company.target, 'alice'))
  await change(company.target, 'bob')

  expect(company.emulator.calls.count('TagResource')).toBe(2)
})

test('the denial of the operate role leaves reads alone', async () => {
  await using company = await startCompany()
  await company.target.reader.listImageBuilders()
  company.sts.answer = { error: 'AccessDenied', status: 403 }
  await failureOf(change(company.target, 'alice'))

  expect(await company.target.reader.listImageBuilders()).toMatchObject([{ Name: 'desk' }])
})

test.each([
  ['fails', 'InternalFailure', 500, 'AWS could not be reached or failed on AssumeRole.'],
  ['throttles', 'Throttling', 400, 'AWS is throttling AssumeRole.'],
])(
  'while STS %s, an assumption is tried as often as any call, and nothing is sent to AppStream',
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
  ['InvalidClientTokenId', 403, 'AWS did not accept the credentials of this target for AssumeRole.'],
  ['ExpiredToken', 400, 'AWS did not accept the credentials of this target for AssumeRole.'],
  ['ValidationError', 400, 'AWS rejected AssumeRole.'],
])('%s is for the operator to mend: it is not tried again', async (code, status, message) => {
  await using company = await startCompany()
  company.sts.answer = { error: code, status }
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: false, message })
  expect(company.sts.assumptions).toHaveLength(1)
})

test('nothing listens where STS should: the change has not been made, and that can be tried again', async () => {
  await using company = await startCompany()
  await company.sts[Symbol.asyncDispose]()
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: true, mayHaveRun: false })
  expect(company.emulator.calls.all).toEqual([])
})

test('STS that does not answer is given up at the deadline of a call, for all who wait, and its connection closed', async () => {
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
      message: 'The credentials of this target were not there in time for TagResource.',
    })
  }
  // None, where the deadline was over before the request was out.
  expect(company.sts.assumptions.length).toBeLessThanOrEqual(1)
})

test('a gateway that stops waits for no assumption', async () => {
  await using company = await startCompany()
  company.sts.answer = 'hang'
  const failure = failureOf(change(company.target, 'alice'))
  await company.sts.waitFor(1)
  company.close()

  expect(await failure).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', mayHaveRun: false })
  await company.sts.idle()
})

test('without credentials of its own the gateway can assume nothing, and says so without asking', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  await using company = await startCompany()
  const error = await failureOf(change(company.target, 'alice'))

  expect(error).toMatchObject({
    code: 'UPSTREAM_CREDENTIALS',
    retryable: false,
    message:
      'No AWS credentials found (environment, profile, SSO, container or instance role) for AssumeRole.',
  })
  expect(company.sts.assumptions).toEqual([])
})

test('the target tells what it failed with, and that it is well again', async () => {
  await using company = await startCompany()
  company.sts.answer = { error: 'InvalidClientTokenId', status: 403 }
  await failureOf(change(company.target, 'alice'))
  expect(company.target).toMatchObject({
    accountId: ACCOUNT,
    reachable: false,
    lastError: 'AWS did not accept the credentials of this target for AssumeRole.',
  })
  company.sts.answer = { grantForMs: 3_600_000 }
  await change(company.target, 'alice')
  expect(company.target.reachable).toBe(true)
})
