import { createHmac } from 'node:crypto'
import { exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createTestClock, startGateway } from '../../../support/gateway.ts'
import { type Issuer, startIssuer } from '../../../support/issuer.ts'
import { isAtLeast } from '../../../support/severity.ts'

const QUERY = '{ appStreamTargets { region } }'
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function start(keys: { readonly withRsa?: boolean } = {}) {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer(Date.now, keys))
  const gateway = started.use(await startGateway({ env: issuer.env }))
  const running = started.move()
  return { issuer, gateway, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

async function post(url: string, authorization: string | undefined) {
  const headers = {
    'content-type': 'application/json',
    ...(authorization !== undefined && { authorization }),
  }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) })
  const body = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] }
  return {
    status: response.status,
    code: body.errors?.[0]?.extensions.code,
    message: body.errors?.[0]?.message,
    challenge: response.headers.get('www-authenticate'),
    retryAfter: response.headers.get('retry-after'),
  }
}

const WRONG: readonly (readonly [
  what: string,
  code: string,
  make: (issuer: Issuer) => Promise<string | undefined>,
])[] = [
  ['no token', 'UNAUTHENTICATED', async () => undefined],
  ['an empty header', 'TOKEN_INVALID', async () => ' '],
  ['another scheme', 'TOKEN_INVALID', async () => 'Basic YWRhOnNlY3JldA=='],
  ['a malformed JWT', 'TOKEN_INVALID', async () => 'Bearer secret'],
  ['an expired token', 'TOKEN_EXPIRED', (issuer) => issuer.token({ exp: 1_000_000 })],
  ['a token not yet valid', 'TOKEN_INVALID', (issuer) => issuer.token({ nbf: 9_999_999_999 })],
  [
    'a token for another audience',
    'TOKEN_INVALID',
    (issuer) => issuer.token({ aud: 'https://other.example.com' }),
  ],
  ['a token without audience', 'TOKEN_INVALID', (issuer) => issuer.token({ aud: undefined })],
  ['a token of another issuer', 'TOKEN_INVALID', (issuer) => issuer.token({ iss: 'https://evil.example' })],
  ['a token without expiry', 'TOKEN_INVALID', (issuer) => issuer.token({ exp: undefined })],
  ['a token without subject', 'TOKEN_INVALID', (issuer) => issuer.token({ sub: undefined })],
  ['a token with an empty subject', 'TOKEN_INVALID', (issuer) => issuer.token({ sub: '' })],
  ['a token with malformed scopes', 'TOKEN_INVALID', (issuer) => issuer.token({ scope: 7 })],
  [
    'a token with malformed targets',
    'TOKEN_INVALID',
    (issuer) => issuer.token({ appstream_targets: ['everything'] }),
  ],
  [
    'a tampered token',
    'TOKEN_INVALID',
    async (issuer) => {
      const [header, , signature] = (await issuer.token({ scope: 'appstream:read' })).split('.')
      const payload = base64url({
        iss: issuer.env.AUTH_ISSUER,
        aud: issuer.env.AUTH_AUDIENCE,
        sub: 'eve',
        exp: 9e9,
      })
      return `${header}.${payload}.${signature}`
    },
  ],
  [
    'a token with algorithm none',
    'TOKEN_INVALID',
    async (issuer) => `${base64url({ alg: 'none' })}.${(await issuer.token()).split('.')[1]}.`,
  ],
  [
    'a token signed with the public key',
    'TOKEN_INVALID',
    async (issuer) => {
      const { publicKey } = await generateKeyPair('RS256', { extractable: true })
      const signed = `${base64url({ alg: 'HS256' })}.${(await issuer.token()).split('.')[1]}`
      return `${signed}.${createHmac('sha256', await exportSPKI(publicKey))
        .update(signed)
        .digest('base64url')}`
    },
  ],
  [
    'a token with an unknown key',
    'TOKEN_INVALID',
    async (issuer) => {
      const { privateKey } = await generateKeyPair('ES256')
      const claims = {
        iss: issuer.env.AUTH_ISSUER,
        aud: issuer.env.AUTH_AUDIENCE,
        sub: 'eve',
        exp: 9e9,
      }
      return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'eve' }).sign(privateKey)
    },
  ],
  [
    'a token with an unknown critical header',
    'TOKEN_INVALID',
    async (issuer) => {
      const [, payload, signature] = (await issuer.token()).split('.')
      return `${base64url({ alg: 'ES256', crit: ['x'], x: 1 })}.${payload}.${signature}`
    },
  ],
]

test.for(WRONG)('rejects %s with 401', async ([, code, make]) => {
  await using company = await start()
  const token = await make(company.issuer)
  const isWhole = token === undefined || /^(Basic|Bearer| )/.test(token)
  const answer = await post(company.gateway.url, isWhole ? token : `Bearer ${token}`)

  expect(answer).toMatchObject({ status: 401, code })
  expect(answer.challenge).toMatch(/^Bearer realm="appstream-graphql"/)
  expect(company.gateway.emulator.calls.all).toEqual([])
})

test.for(['RS256', 'ES256', 'EdDSA'] as const)('accepts a token of %s', async (alg) => {
  await using company = await start({ withRsa: alg === 'RS256' })
  expect((await post(company.gateway.url, `bearer ${await company.issuer.token({}, { alg })}`)).status).toBe(
    200,
  )
})

test.for([
  [{ scope: undefined, scp: 'appstream:read other' }],
  [{ scope: undefined, scp: ['appstream:read'] }],
  [{ scope: ' openid  appstream:read ' }],
  [{ scope: 'appstream:operate' }],
])('grants read access with %j', async ([claims]) => {
  await using company = await start()
  const { code, status } = await post(company.gateway.url, `Bearer ${await company.issuer.token(claims)}`)
  expect({ code, status }).toEqual({ code: undefined, status: 200 })
})

test('fetches the keys once for 50 concurrent requests', async () => {
  await using company = await start()
  const { issuer, gateway } = company
  const token = await issuer.token()
  await Promise.all(Array.from({ length: 50 }, () => post(gateway.url, `Bearer ${token}`)))
  expect(issuer.fetches()).toBe(1)
})

test('accepts rotated keys and rejects withdrawn ones', async () => {
  await using issuer = await startIssuer()
  const old = await issuer.token()
  await issuer.rotate()
  await using gateway = await startGateway({ env: issuer.env })
  expect((await post(gateway.url, `Bearer ${await issuer.token()}`)).status).toBe(200)
  expect((await post(gateway.url, `Bearer ${old}`)).status).toBe(401)
})

test('answers 503 while the issuer is unreachable, and recovers', async () => {
  const clock = createTestClock()
  await using issuer = await startIssuer(clock.now)
  const log: string[] = []
  await using gateway = await startGateway({ env: issuer.env, clock, onLog: (line) => log.push(line) })
  issuer.fail(500)
  const authorization = `Bearer ${await issuer.token()}`
  for (let count = 0; count < 30; count++) {
    const rejected = await post(gateway.url, authorization)
    expect(rejected).toMatchObject({ status: 503, code: 'IDENTITY_UNAVAILABLE', retryAfter: '5' })
  }
  expect(issuer.fetches()).toBe(1)
  expect(log.filter((line) => isAtLeast(JSON.parse(line), 'error'))).toHaveLength(1)
  issuer.fail(undefined)
  clock.advance(5000)
  expect((await post(gateway.url, authorization)).status).toBe(200)
})

test('requires tokens for GET queries and streams, not GraphiQL and probes', async () => {
  await using company = await start()
  const get = (path: string, accept: string) =>
    fetch(new URL(path, company.gateway.url), { headers: { accept } }).then(async (response) => {
      await response.body?.cancel()
      return response.status
    })
  expect(await get('/graphql', 'text/html')).toBe(200)
  expect(await get('/healthz', '*/*')).toBe(200)
  expect(await get(`/graphql?query=${QUERY}`, 'application/json')).toBe(401)
  expect(await get('/graphql?query=subscription{imageStateChanged{kind}}', 'text/event-stream')).toBe(401)
})

test('logs the caller of every operation and never a token', async () => {
  await using issuer = await startIssuer()
  const log: string[] = []
  await using gateway = await startGateway({ env: issuer.env, onLog: (line) => log.push(line) })
  const token = await issuer.token({ sub: 'grace' })
  await post(gateway.url, `Bearer ${token}`)
  await post(gateway.url, `Bearer ${token.slice(0, -6)}AAAAAA`)
  await gateway[Symbol.asyncDispose]()
  const lines = log.join('')
  expect(lines).not.toContain(token.split('.')[1])
  expect(log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request')).toMatchObject([
    { caller: 'grace', status: 200 },
    { status: 401, errorCodes: ['TOKEN_INVALID'] },
  ])
})

test.for([
  [12_000, {}],
  [40_000, { MAX_HEADER_BYTES: '65536' }],
] as const)('accepts a token of %i characters within the header limit', async ([length, env]) => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: { ...issuer.env, ...env } })
  const groups = 'x'.repeat((length * 3) / 4)
  expect(await gateway.query(QUERY, { headers: await issuer.headers({ groups }) })).toMatchObject({
    status: 200,
  })
})
