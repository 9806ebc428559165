import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTokenVerifier } from '../../../../src/server/auth/tokens.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function createKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
  const sign = (sub: string) =>
    new SignJWT({ sub, scope: 'appstream:read' })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer('issuer')
      .setAudience('gateway')
      .setIssuedAt()
      .setExpirationTime('1 hour')
      .sign(privateKey)
  return { jwk, sign }
}

async function start() {
  const [one, other] = [await createKey('one'), await createKey('other')]
  let published = [one.jwk]
  let fetches = 0
  const verify = createTokenVerifier(
    {
      issuer: 'issuer',
      audience: 'gateway',
      jwksUrl: 'https://issuer.example.com/keys',
      targetsClaim: 'targets',
      fetchKeys: async () => {
        fetches++
        return Response.json({ keys: published })
      },
    },
    { clock: { now: Date.now }, maxTokenLength: 10_000 },
  )
  return {
    one,
    other,
    verify,
    fetches: () => fetches,
    publish: (...keys: (typeof one)[]) => {
      published = keys.map(({ jwk }) => jwk)
    },
  }
}

test('verifies an equal token at once', async () => {
  const { one, verify } = await start()
  const authorization = `Bearer ${await one.sign('ada')}`
  await verify(authorization)
  const identity = await verify(authorization)

  expect(verify(authorization)).toBe(identity)
})

test('rejects a verified token of a revoked key once newer keys arrive', async () => {
  const { one, other, verify, publish } = await start()
  const authorization = `Bearer ${await one.sign('ada')}`
  await verify(authorization)
  await verify(authorization)
  publish(other)
  vi.setSystemTime(Date.now() + 31_000)
  // A token with an unknown key makes the verifier fetch the keys again.
  await verify(`Bearer ${await other.sign('ben')}`)

  await expect(verify(authorization)).rejects.toThrow('Invalid token')
})

test('fetches outdated keys although the token is verified', async () => {
  const { one, other, verify, publish, fetches } = await start()
  const authorization = `Bearer ${await one.sign('ada')}`
  for (let minute = 0; minute <= 9; minute++) {
    await verify(authorization)
    vi.setSystemTime(Date.now() + 59_000)
  }
  expect(fetches()).toBe(1)
  publish(other)
  await verify(authorization)
  vi.setSystemTime(Date.now() + 11_000)

  await expect(verify(authorization)).rejects.toThrow('Invalid token')
  expect(fetches()).toBe(2)
})
