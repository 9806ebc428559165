import { expect, test } from 'vitest'
import { loadConfig } from '../../../../src/config.ts'
import type { ServerOptions } from '../../../../src/server/http.ts'
import { type Issuer, startIssuer } from '../../../support/issuer.ts'
import { scrape } from '../../../support/metrics.ts'
import { bodyOf } from '../support.ts'
import { read, startAnswering } from './support.ts'

/** Returns the settings with which a server accepts the tokens of an issuer. */
function authOf({ env: { AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URL } }: Issuer): ServerOptions['auth'] {
  return {
    tokens: {
      issuer: AUTH_ISSUER,
      audience: AUTH_AUDIENCE,
      jwksUrl: AUTH_JWKS_URL,
      targetsClaim: 'targets',
    },
  }
}

test('sends the CORS headers of each page with a kept answer', async () => {
  const corsOrigins = ['https://one.example.com', 'https://other.example.com']
  await using server = await startAnswering({ corsOrigins })
  const from = (origin: string) => read(server, '{ value }', { headers: { origin } })
  const [one, other, again] = [
    await from('https://one.example.com'),
    await from('https://other.example.com'),
    await from('https://one.example.com'),
  ]

  expect(again).toEqual(one)
  expect(other.headers).toEqual({
    ...one.headers,
    'access-control-allow-origin': 'https://other.example.com',
  })
  expect(other.headers['vary']).toBe('origin, accept')
  expect((await read(server, '{ value }', { headers: { origin: 'https://evil.example.com' } })).status).toBe(
    403,
  )
  expect(server.data.executions()).toBe(1)
})

test('shares no answer between callers with different scopes or targets', async () => {
  await using issuer = await startIssuer()
  await using server = await startAnswering({ auth: authOf(issuer) })
  const as = async (claims: object) =>
    read(server, '{ value }', { headers: await issuer.headers({ ...claims }) })
  await as({ sub: 'ada', scope: 'appstream:read' })
  await as({ sub: 'ben', scope: 'appstream:read' })
  expect(server.data.executions()).toBe(1)
  await as({ sub: 'ada', scope: 'appstream:operate' })
  await as({ sub: 'ada', scope: 'appstream:read', targets: '*/us-east-1' })
  await as({ sub: 'ada', scope: 'appstream:read', targets: '*/eu-west-1' })

  expect(server.data.executions()).toBe(4)
  expect((await server.query('{ value }')).status).toBe(401)
})

test('rejects an expired token although the answer is kept', async () => {
  let now = Date.now()
  await using issuer = await startIssuer(() => now)
  await using server = await startAnswering({ auth: authOf(issuer), clock: { now: () => now } })
  const headers = await issuer.headers({ exp: Math.floor(now / 1000) + 30 })
  expect((await read(server, '{ value }', { headers })).status).toBe(200)
  expect((await read(server, '{ value }', { headers })).status).toBe(200)
  now += 36_000
  const { status, text } = await read(server, '{ value }', { headers })

  expect([status, text]).toEqual([401, expect.stringContaining('TOKEN_EXPIRED')])
})

test('counts kept answers against the rate limit', async () => {
  const callerLimits = {
    operationsPerMinute: 2,
    connections: 0,
    subscriptions: 0,
    subscriptionBytes: 0,
    totalSubscriptionBytes: 0,
  }
  await using server = await startAnswering({ callerLimits })
  const statuses = []
  for (let time = 0; time < 3; time++) statuses.push((await read(server, '{ value }')).status)

  expect(statuses).toEqual([200, 200, 429])
})

test('executes at once for a caller whose leader is queued behind its own operations', async () => {
  await using issuer = await startIssuer()
  const admission = { ...loadConfig({}).admission, callerRunningCost: 1 }
  // Timers never run, so no follower gives up.
  const schedule = () => () => {}
  await using server = await startAnswering({ auth: authOf(issuer), admission, schedule })
  const [ada, ben] = [await issuer.headers({ sub: 'ada' }), await issuer.headers({ sub: 'ben' })]
  const running = server.query('{ slow }', { headers: ada }).then(bodyOf)
  await server.gate.reached
  const queued = server.query('{ value }', { headers: ada }).then(bodyOf)
  await expect
    .poll(async () => (await scrape(server.url, 'operations_queued'))[0]?.value, { timeout: 10_000 })
    .toBe(1)

  expect(await server.query('{ value }', { headers: ben }).then(bodyOf)).toEqual({
    data: { value: 'value 1' },
  })
  server.gate.open()
  expect(await queued).toEqual({ data: { value: 'value 1' } })
  await running
})
