import type { RetryErrorInfo, RetryToken } from '@smithy/types'
import { expect, test } from 'vitest'
import { createRetryStrategy } from '../../../../src/appstream/calls/retry.ts'

/** Returns a rejection of the signature's time, with or without the clock correction of the SDK. */
function refusal(name: string, isCorrected: boolean): NonNullable<RetryErrorInfo['error']> {
  const $metadata = { httpStatusCode: 403, ...(isCorrected && { clockSkewCorrected: true as const }) }
  return Object.assign(new Error(name), { name, $metadata, cause: new Error() })
}

function retryOnce(
  token: RetryToken,
  error: NonNullable<RetryErrorInfo['error']>,
  maxAttempts = 1,
): Promise<RetryToken> {
  const strategy = createRetryStrategy({ maxAttempts, baseDelayMs: 1, onlyIfNotRun: true })
  return strategy.refreshRetryTokenForRetry(token, { error, errorType: 'CLIENT_ERROR' })
}

function firstToken(): Promise<RetryToken> {
  return createRetryStrategy({ maxAttempts: 1, baseDelayMs: 1 }).acquireInitialRetryToken('')
}

test.each(['InvalidSignatureException', 'SignatureDoesNotMatch', 'RequestExpired', 'RequestTimeTooSkewed'])(
  'retries %s with a corrected clock even with one attempt allowed',
  async (name) => {
    const token = await retryOnce(await firstToken(), refusal(name, true))
    expect(token.getRetryDelay()).toBe(0)
  },
)

test('retries with a corrected clock only once', async () => {
  const error = refusal('RequestExpired', true)
  const token = await retryOnce(await firstToken(), error)

  await expect(retryOnce(token, error)).rejects.toBe(error)
})

test('does not retry an invalid signature when the clock is right', async () => {
  const error = refusal('InvalidSignatureException', false)
  await expect(retryOnce(await firstToken(), error)).rejects.toBe(error)
})

test('does not retry other errors after a clock correction', async () => {
  const error = refusal('ResourceNotFoundException', true)
  await expect(retryOnce(await firstToken(), error, 3)).rejects.toBe(error)
})
