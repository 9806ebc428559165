import { createClient as createSseClient } from 'graphql-sse'
import { afterAll, expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { everyField } from '../../../support/selection.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import { fleetArn, stackArn } from '../fleet/support.ts'
import { putSession, startGuarded } from './support.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)

const schema = createSchema()
/** Unmistakable names, short enough for streaming URLs. */
const PEOPLE = ['xqzann@example.com', 'xqzbob@example.com']
const SECRET = /xqz/i
const TOKEN = 'metrics-token-of-the-test'

async function start() {
  const lines: string[] = []
  const company = await startGuarded(2, { env: { METRICS_TOKEN: TOKEN }, onLog: (line) => lines.push(line) })
  for (const [index, UserId] of PEOPLE.entries()) {
    putSession(company.gateway, index, { Id: `session-${index}`, UserId, minutesAgo: index })
  }
  spans.take()
  return { ...company, lines, [Symbol.asyncDispose]: company[Symbol.asyncDispose] }
}

type Company = Awaited<ReturnType<typeof start>>

/** Returns what a gateway has logged, measured and traced. */
async function tracesOf({ gateway, lines }: Company): Promise<string> {
  const headers = { authorization: `Bearer ${TOKEN}` }
  const metrics = await (await fetch(new URL('/metrics', gateway.url), { headers })).text()
  const traced = spans
    .take()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
  expect(metrics).toContain('appstream_graphql')
  expect(traced.length).toBeGreaterThan(0)
  expect(lines.length).toBeGreaterThan(0)
  return [metrics, JSON.stringify(traced), ...lines].join('\n')
}

interface Sessions {
  readonly appStreamSessions: {
    readonly edges: readonly {
      readonly cursor: string
      readonly node: { readonly id: string; readonly userId: string }
    }[]
  }
}

test('reveals no person to a caller without appstream:people', async () => {
  await using company = await start()
  const { gateway, issuer } = company
  const headers = await issuer.headers({ scope: 'appstream:operate appstream:manage appstream:stream' })
  const noCache = { ...headers, 'cache-control': 'no-cache' }
  const select = everyField(schema, 'AppStreamSession', 0)
  const sessions = `sessions { totalCount edges { cursor node ${select} } }`
  const listed = await gateway.query<Sessions, never>(
    `{ appStreamSessions { totalCount edges { cursor node ${select} } } }`,
    { headers },
  )
  const answers: object[] = [
    listed,
    await gateway.query(
      `{ appStreamSessions(orderBy: { field: MAX_EXPIRATION_TIME, direction: ASC }) { edges { cursor } } }`,
      { headers },
    ),
    await gateway.query(`{ appStreamFleets { nodes { ${sessions} } } }`, { headers: noCache }),
    await gateway.query(`{ appStreamStack(arn: "${stackArn('stack-0')}") { ${sessions} } }`, { headers }),
  ]
  const ids = listed.data?.appStreamSessions.edges.map(({ node }) => node.id) ?? []
  expect(ids).toHaveLength(2)
  const [id] = ids
  answers.push(
    await gateway.query(`{ node(id: "${id}") { ... on AppStreamSession ${select} } }`, { headers }),
    await gateway.query(
      `{ _entities(representations: [{ __typename: "AppStreamSession", id: "${id}" }]) { ... on AppStreamSession ${select} } }`,
      { headers },
    ),
    await gateway.query(
      `mutation { expireAppStreamSession(input: { id: "${id}" }) { __typename ... on ExpireAppStreamSessionPayload { session ${select} } } }`,
      { headers },
    ),
    await gateway.query(
      `mutation { drainAppStreamSessionInstance(input: { id: "${id}" }) { __typename ... on AppStreamError { message } } }`,
      { headers },
    ),
    await gateway.query(
      `mutation { expireAppStreamSession(input: { sessionId: "gone" }) { __typename ... on AppStreamError { message } } }`,
      { headers },
    ),
  )
  gateway.emulator.faults.add({
    operation: 'DescribeSessions',
    error: { type: 'InternalFailureException', status: 500 },
  })
  answers.push(
    await gateway.query(`{ appStreamSessions { totalCount failures { message } } }`, { headers: noCache }),
  )
  expect(JSON.stringify(answers)).not.toMatch(SECRET)
  // Global ids and cursors are base64.
  const opaque = JSON.stringify(answers).match(/[\w+/=-]{20,}/g) ?? []
  expect(opaque.map((text) => Buffer.from(text, 'base64').toString()).join('\n')).not.toMatch(SECRET)
  expect(await tracesOf(company)).not.toMatch(SECRET)
})

test.each(['expireAppStreamSession', 'drainAppStreamSessionInstance'])(
  '%s returns text of AWS only with appstream:people, and logs none',
  async (name) => {
    await using company = await start()
    const { gateway, issuer } = company
    const message = `The session of ${PEOPLE[0]} is busy.`
    const send = async (scope: string, type: string) => {
      gateway.emulator.faults.clear()
      for (const operation of ['ExpireSession', 'DrainSessionInstance']) {
        gateway.emulator.faults.add({ operation, error: { type, message } })
      }
      const query = `mutation { ${name}(input: { sessionId: "session-0" }) { __typename ... on AppStreamError { message } } }`
      return JSON.stringify(await gateway.query(query, { headers: await issuer.headers({ scope }) }))
    }
    for (const type of ['ResourceNotFound', 'OperationNotPermitted', 'Validation', 'Throttling', 'New']) {
      expect(await send('appstream:operate', `${type}Exception`)).not.toMatch(SECRET)
    }
    expect(await send('appstream:operate appstream:people', 'ResourceNotFoundException')).toContain(message)
    expect(await tracesOf(company)).not.toMatch(SECRET)
  },
)

test.each([
  ['appStreamSessions', `appStreamSessions(filter: $filter) { totalCount }`],
  [
    'fleet.sessions',
    `appStreamFleet(arn: "${fleetArn('fleet-0')}") { sessions(filter: $filter) { totalCount } }`,
  ],
  [
    'stack.sessions',
    `appStreamStack(arn: "${stackArn('stack-0')}") { sessions(filter: $filter) { totalCount } }`,
  ],
])('filtering %s by user requires appstream:people even without a match', async (_name, field) => {
  await using company = await start()
  const { gateway, issuer } = company
  const query = `query ($filter: AppStreamSessionFilter) { ${field} }`
  const ask = async (scope: string, filter: object | null) => {
    const { data, errors } = await gateway.query<object, object>(query, {
      headers: await issuer.headers({ scope }),
      variables: { filter },
    })
    return {
      count: JSON.stringify(data).match(/"totalCount":(\d)/)?.[1],
      codes: errors?.map(({ extensions }) => extensions['code']),
    }
  }
  for (const userIds of [PEOPLE, ['nobody'], []]) {
    expect(await ask('appstream:manage', { userIds })).toEqual({ count: undefined, codes: ['FORBIDDEN'] })
  }
  expect((await ask('appstream:manage', { userIds: null })).codes).toBeUndefined()
  expect(await ask('appstream:read appstream:people', { userIds: [PEOPLE[0]] })).toEqual({
    count: '1',
    codes: undefined,
  })
  expect(await ask('appstream:read appstream:people', { userIds: ['nobody'] })).toEqual({
    count: '0',
    codes: undefined,
  })
})

test('returns sessions with null user ids and FORBIDDEN errors', async () => {
  await using company = await start()
  const { gateway, issuer } = company
  const query = '{ appStreamSessions { edges { node { sessionId userId } } } }'
  const without = await gateway.query<Sessions, never>(query, {
    headers: await issuer.headers({ scope: 'appstream:read' }),
  })
  expect(without.data?.appStreamSessions.edges).toEqual([
    { node: { sessionId: 'session-0', userId: null } },
    { node: { sessionId: 'session-1', userId: null } },
  ])
  expect(without.errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
    { extensions: { code: 'FORBIDDEN' } },
  ])
  const headers = await issuer.headers({ scope: 'appstream:read appstream:people' })
  const granted = await gateway.query<Sessions, never>(query, { headers })
  expect(granted.data?.appStreamSessions.edges.map(({ node }) => node.userId)).toEqual(PEOPLE)
})

test('keeps names and streaming URLs out of cursors, logs and traces', async () => {
  await using company = await start()
  const { gateway, issuer, lines } = company
  const headers = await issuer.headers({ scope: 'appstream:operate appstream:people appstream:stream' })
  const [userId = ''] = PEOPLE
  const list =
    'query ($userIds: [String!]) { appStreamSessions(filter: { userIds: $userIds }) { edges { cursor node { id userId } } } }'
  const read = await gateway.query<Sessions, object>(list, { headers, variables: { userIds: [userId] } })
  expect(read.data?.appStreamSessions.edges).toMatchObject([{ node: { userId } }])
  const cursor = Buffer.from(read.data?.appStreamSessions.edges[0]?.cursor ?? '', 'base64').toString()
  expect(cursor).not.toMatch(SECRET)

  const create = `mutation ($input: CreateAppStreamStreamingUrlInput!) { createAppStreamStreamingUrl(input: $input) {
    __typename ... on CreateAppStreamStreamingUrlPayload { streamingUrl } ... on AppStreamError { code }
  } }`
  const input = { stackName: 'stack-0', fleetName: 'fleet-0', userId, sessionContext: 'xqz-context' }
  const created = await gateway.query<{ createAppStreamStreamingUrl: { streamingUrl: string } }, object>(
    create,
    {
      headers,
      variables: { input },
    },
  )
  const secret = new URL(created.data?.createAppStreamStreamingUrl.streamingUrl ?? '').searchParams.get(
    'parameters',
  )
  expect(secret?.length).toBeGreaterThan(20)
  // The same again is another URL: nothing is kept.
  const again = await gateway.query(create, { headers, variables: { input } })
  expect(again.data).not.toEqual(created.data)

  gateway.emulator.faults.add({
    operation: 'CreateStreamingURL',
    times: 1,
    error: { type: 'ResourceNotFoundException', message: `No ${userId}.` },
  })
  gateway.emulator.faults.add({
    operation: 'CreateStreamingURL',
    times: 1,
    error: { type: 'InternalFailureException', message: `No ${userId}.`, status: 500 },
  })
  for (const _fault of [1, 2]) await gateway.query(create, { headers, variables: { input } })
  const stream = createSseClient({ url: gateway.url, retryAttempts: 0, headers })
  for await (const _answer of stream.iterate({ query: list, variables: { userIds: [userId] } })) break

  const traces = await tracesOf(company)
  expect(traces).not.toMatch(SECRET)
  expect(traces).not.toContain(secret)
  expect(lines.flatMap((line) => JSON.parse(line).audit ?? [])).toMatchObject(
    ['OK', 'OK', 'RESOURCE_NOT_FOUND', expect.any(String)].map((outcome) => ({
      operation: 'CreateStreamingURL',
      resource: 'stack-0/fleet-0',
      outcome,
    })),
  )
})
