import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { ALL_SCOPES } from '../../../../src/schema/access.ts'
import { ACCOUNT, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'

const QUERY = '{ appStreamViewer { name scopes targets { accountId region } } }'
const OTHER = '210987654321'
const ROLES = [ACCOUNT, OTHER].map((account) => `arn:aws:iam::${account}:role/reader`).join(',')

interface Viewed {
  readonly appStreamViewer: {
    readonly name: string | null
    readonly scopes: readonly string[]
    readonly targets: readonly { readonly accountId: string | null; readonly region: string }[]
  }
}

/** Starts a gateway for two accounts in two regions, with tokens. */
async function startGuarded() {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const env = { ...issuer.env, AWS_ROLE_ARNS: ROLES, AWS_REGIONS: 'us-east-1,eu-west-1' }
  const gateway = started.use(await startGateway({ env }))
  const running = started.move()
  return {
    gateway,
    async view(claims: object) {
      const headers = await issuer.headers({ ...claims })
      return (await gateway.read<Viewed, object>(QUERY, { headers })).appStreamViewer
    },
    headersOf: (claims: object) => issuer.headers({ ...claims }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

test('has no name and all scopes without authentication', async () => {
  await using gateway = await startGateway()
  expect(await gateway.read(QUERY)).toEqual({
    appStreamViewer: {
      name: null,
      scopes: [...ALL_SCOPES],
      targets: [{ accountId: ACCOUNT, region: 'us-east-1' }],
    },
  })
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('returns the subject of the token, and its scopes with included ones', async () => {
  await using guarded = await startGuarded()
  const viewer = await guarded.view({ sub: 'grace', scope: 'openid appstream:operate appstream:people' })
  expect(viewer).toMatchObject({
    name: 'grace',
    scopes: ['appstream:read', 'appstream:operate', 'appstream:people'],
  })
  expect(viewer.targets).toHaveLength(4)
})

test('returns a subject that equals a substitute name', async () => {
  await using guarded = await startGuarded()
  expect(await guarded.view({ sub: 'anonymous' })).toMatchObject({ name: 'anonymous' })
  expect(await guarded.view({ sub: 'router' })).toMatchObject({ name: 'router' })
})

test('lists only the targets that the token allows', async () => {
  await using guarded = await startGuarded()
  const targetsOf = async (...allowed: string[]) =>
    (await guarded.view({ appstream_targets: allowed })).targets
  expect(await targetsOf(`${OTHER}/eu-west-1`)).toEqual([{ accountId: OTHER, region: 'eu-west-1' }])
  expect(await targetsOf('*/us-east-1')).toEqual([
    { accountId: ACCOUNT, region: 'us-east-1' },
    { accountId: OTHER, region: 'us-east-1' },
  ])
  expect(await targetsOf('999999999999/us-east-1')).toEqual([])
  expect(guarded.gateway.emulator.calls.count()).toBe(0)
})

test('returns each of several callers with equal permissions its own name', async () => {
  await using guarded = await startGuarded()
  const names = ['ada', 'grace', 'edsger', 'barbara']
  const viewers = await Promise.all(names.map((sub) => guarded.view({ sub })))
  expect(viewers.map(({ name }) => name)).toEqual(names)
  // The answer cache and requests in flight must not have kept a name.
  expect(await guarded.view({ sub: 'alan' })).toMatchObject({ name: 'alan' })
})

test('requires appstream:read, as every query does', async () => {
  await using guarded = await startGuarded()
  const headers = await guarded.headersOf({ scope: 'appstream:stream' })
  expect(await guarded.gateway.query(QUERY, { headers })).toMatchObject({
    data: { appStreamViewer: null },
    errors: [{ path: ['appStreamViewer'], extensions: { code: 'FORBIDDEN' } }],
  })
})

test('has no name for a router that signs without a token', async () => {
  const secret = 'a-secret-of-the-router-and-the-gateway'
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: secret } })
  const signature = createHmac('sha256', secret)
    .update(JSON.stringify({ query: QUERY }))
    .digest('base64')
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, extensions: { 'hmac-signature': signature } }),
  })
  expect(await response.json()).toMatchObject({
    data: { appStreamViewer: { name: null, scopes: [...ALL_SCOPES] } },
  })
})
