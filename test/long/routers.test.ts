import { createClient as createSseClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { startApollo, withoutSecurity } from '../supergraph/routers/apollo.ts'
import { callbackUrlAt, freePort, startHive } from '../supergraph/routers/hive.ts'
import { appstreamSdl, startSupergraph } from '../supergraph/supergraph.ts'
import { imageArn, imageBuilderArn, startGateway, type TestGateway } from '../support/gateway.ts'
import { startIssuer } from '../support/issuer.ts'
import { subscribe } from '../support/subscription.ts'

const BUILDERS = 40
const AUTHORIZATION = 'Bearer a.client.token'

/** Request in the gateway's log. */
interface LoggedRequest {
  readonly msg: string
  readonly operationType?: string
  readonly status?: number
}

/** Starts a gateway with builders and images, the company's subgraph, and the supergraph of both. */
async function startCompany({ sdl = appstreamSdl, env = {} } = {}) {
  await using started = new AsyncDisposableStack()
  const log: LoggedRequest[] = []
  const gateway = started.use(await startGateway({ env, onLog: (line) => log.push(JSON.parse(line)) }))
  const numbers = Array.from({ length: BUILDERS }, (_, index) => index)
  for (const index of numbers) {
    gateway.home.putImage({ Name: `image-${index}` })
    gateway.home.putImageBuilder({
      Name: `builder-${index}`,
      ImageArn: imageArn(`image-${index}`),
      State: 'STOPPED',
    })
  }
  const supergraph = started.use(
    await startSupergraph(
      gateway.url,
      {
        monthlyCosts: Object.fromEntries(
          numbers.map((index) => [imageBuilderArn(`builder-${index}`), index]),
        ),
        applications: [{ id: 'crm', name: 'CRM', owner: 'sales', imageArns: [imageArn('image-39')] }],
      },
      sdl,
    ),
  )
  const running = started.move()
  return {
    gateway,
    supergraph: supergraph.sdl,
    authorizations: supergraph.company.authorizations,
    /** Returns the operations that the router has sent to the gateway. */
    requests: () => log.filter(({ msg, operationType }) => msg === 'request' && operationType !== undefined),
    log,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function post(
  url: string,
  query: string,
  authorization = AUTHORIZATION,
): Promise<{ data?: unknown; errors?: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

const DEAREST = `{ dearestImageBuilders(first: ${BUILDERS}) {
  monthlyCost name state image { name businessApplications { name owner { name } } }
} }`

/** Queries a join of both subgraphs and checks its cost. */
async function expectJoin(
  url: string,
  { gateway, requests, authorizations }: Awaited<ReturnType<typeof startCompany>>,
) {
  const { data, errors } = await post(url, DEAREST)
  expect(errors).toBeUndefined()
  const { dearestImageBuilders } = data as { dearestImageBuilders: unknown[] }
  expect(dearestImageBuilders).toHaveLength(BUILDERS)
  expect(dearestImageBuilders.slice(0, 2)).toEqual([
    {
      monthlyCost: 39,
      name: 'builder-39',
      state: 'STOPPED',
      image: { name: 'image-39', businessApplications: [{ name: 'CRM', owner: { name: 'sales' } }] },
    },
    {
      monthlyCost: 38,
      name: 'builder-38',
      state: 'STOPPED',
      image: { name: 'image-38', businessApplications: [] },
    },
  ])
  // The subgraphs see the router's client as the caller.
  expect(new Set(authorizations)).toEqual(new Set([AUTHORIZATION]))
  // One `_entities` request for all 40 builders, which takes one listing and two calls of 25 images.
  expect(requests()).toHaveLength(1)
  expect(gateway.emulator.calls.all.map(({ operation }) => operation).toSorted()).toEqual([
    'DescribeImageBuilders',
    'DescribeImages',
    'DescribeImages',
  ])
}

async function expectMutation(url: string, gateway: TestGateway) {
  const answer = await post(
    url,
    `mutation { startImageBuilder(input: { name: "builder-7" }) {
      ... on StartImageBuilderPayload { imageBuilder { name state monthlyCost } }
      ... on AppStreamError { code }
    } }`,
  )
  expect(answer).toEqual({
    data: { startImageBuilder: { imageBuilder: { name: 'builder-7', state: 'PENDING', monthlyCost: 7 } } },
  })
  expect(gateway.emulator.calls.count('StartImageBuilder')).toBe(1)
  const refused = await post(
    url,
    'mutation { startImageBuilder(input: { name: "gone" }) { __typename ... on AppStreamError { code } } }',
  )
  expect(refused).toEqual({
    data: { startImageBuilder: { __typename: 'AppStreamResourceNotFoundError', code: 'RESOURCE_NOT_FOUND' } },
  })
}

interface Event {
  readonly kind: string
  readonly state: string | null
  readonly imageBuilder: { readonly name: string; readonly monthlyCost: number } | null
}

const CHANGES = `subscription {
  event: imageBuilderStateChanged(names: ["builder-3"], snapshot: true) { kind state imageBuilder { name monthlyCost } }
}`

const STARTED: readonly Event[] = [
  { kind: 'SNAPSHOT', state: 'STOPPED', imageBuilder: { name: 'builder-3', monthlyCost: 3 } },
  { kind: 'SYNCED', state: null, imageBuilder: null },
  { kind: 'STATE_CHANGED', state: 'PENDING', imageBuilder: { name: 'builder-3', monthlyCost: 3 } },
]

const START = 'mutation { startImageBuilder(input: { name: "builder-3" }) { __typename } }'

test('Hive Gateway joins, changes and subscribes over WebSockets', async () => {
  await using company = await startCompany()
  await using hive = await startHive(company.supergraph, { subscriptions: 'ws' })
  await expectJoin(hive.url, company)
  await expectMutation(hive.url, company.gateway)

  await using events = subscribe<Event>(hive.url, CHANGES)
  const before = await events.take(2)
  await post(hive.url, START)
  expect([...before, await events.next()]).toEqual(STARTED)
  expect(company.log.map(({ msg }) => msg)).toContain('operation over WebSocket')
})

test('requires both Hive Gateway signatures and client tokens', async () => {
  const hmacSecret = 'a-secret-of-the-router-and-the-gateway'
  await using issuer = await startIssuer()
  await using company = await startCompany({ env: { ...issuer.env, ROUTER_HMAC_SECRET: hmacSecret } })
  await using hive = await startHive(company.supergraph, { subscriptions: 'sse', hmacSecret })
  const { authorization } = await issuer.headers({ scope: 'appstream:read' })
  const query = '{ dearestImageBuilders(first: 2) { monthlyCost name } }'
  expect(await post(hive.url, query, authorization)).toEqual({
    data: {
      dearestImageBuilders: [
        { monthlyCost: 39, name: 'builder-39' },
        { monthlyCost: 38, name: 'builder-38' },
      ],
    },
  })
  expect(company.log).toContainEqual(expect.objectContaining({ msg: 'request', caller: 'ada', status: 200 }))
  expect(await post(company.gateway.url, '{ imageBuilders { totalCount } }', authorization)).toMatchObject({
    errors: [{ extensions: { code: 'ROUTER_SIGNATURE_INVALID' } }],
  })
  const stranger = await post(hive.url, '{ imageBuilders { totalCount } }', 'Bearer stranger')
  expect(stranger).toMatchObject({ errors: [{ extensions: { code: 'TOKEN_INVALID' } }] })
  // The router checks scopes, too; the gateway checks the field's own scope.
  const reader = await post(hive.url, START, authorization)
  expect(JSON.stringify(reader)).toContain('AppStreamAccessDeniedError')
})

test('Hive Gateway subscribes over server-sent events', async () => {
  await using company = await startCompany()
  await using hive = await startHive(company.supergraph, { subscriptions: 'sse' })
  const client = createSseClient({ url: hive.url, retryAttempts: 0 })
  const received: Event[] = []
  for await (const { data, errors } of client.iterate<{ event: Event }>({ query: CHANGES })) {
    expect(errors).toBeUndefined()
    if (data != null) received.push(data.event)
    if (received.length === 2) await post(hive.url, START)
    if (received.length === 3) break
  }
  expect(received).toEqual(STARTED)
  expect(company.log.map(({ msg }) => msg)).not.toContain('operation over WebSocket')
})

test('Hive Gateway receives callbacks and ends abandoned subscriptions', async () => {
  const port = await freePort()
  await using company = await startCompany({ env: { SUBSCRIPTION_CALLBACK_URLS: callbackUrlAt(port) } })
  await using hive = await startHive(company.supergraph, { subscriptions: 'callback', port })
  const client = createSseClient({ url: hive.url, retryAttempts: 0 })
  const received: Event[] = []
  for await (const { data, errors } of client.iterate<{ event: Event }>({ query: CHANGES })) {
    expect(errors).toBeUndefined()
    if (data != null) received.push(data.event)
    if (received.length === 2) await post(hive.url, START)
    if (received.length === 3) break
  }
  expect(received).toEqual(STARTED)
  const calls = () => company.log.filter(({ msg }) => msg === 'callback sent')
  await expect.poll(() => calls().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4)
  expect(calls().slice(0, 4)).toMatchObject([
    { action: 'check', status: 204 },
    { action: 'next', status: 204 },
    { action: 'next', status: 204 },
    { action: 'next', status: 204 },
  ])
  // Its client has disconnected, so one of the next events is the last.
  const states = ['RUNNING', 'STOPPING', 'STOPPED']
  await expect
    .poll(
      () => {
        states.push(states.shift() ?? '')
        company.gateway.home.change('image-builder', 'builder-3', { State: states[0] ?? '' })
        return company.log
      },
      { interval: 500, timeout: 30_000 },
    )
    .toContainEqual(
      expect.objectContaining({ msg: 'subscription over HTTP callbacks ended', outcome: 'gone' }),
    )
})

test('@apollo/gateway joins and changes', async () => {
  await using company = await startCompany({ sdl: withoutSecurity(appstreamSdl) })
  await using apollo = await startApollo(company.supergraph)
  await expectJoin(apollo.url, company)
  await expectMutation(apollo.url, company.gateway)
})
