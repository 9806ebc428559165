import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { REGION } from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { everyField } from '../../../support/selection.ts'
import { callsOf, fleetArn, stackArn } from '../fleet/support.ts'
import { putPair, putSession, startEstate } from './support.ts'

const schema = createSchema()

interface Listed {
  readonly nodes: readonly { readonly sessionId: string; readonly id: string }[]
  readonly totalCount: number
  readonly failures: readonly unknown[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

interface AllSessions {
  readonly appStreamSessions: Listed
}

test('serves every member of a session', async () => {
  await using gateway = await startEstate(1)
  const given: Readonly<Record<string, string>> = {
    ...{ StackName: 'stack-0', FleetName: 'fleet-0', AuthenticationType: 'SAML', State: 'ACTIVE' },
    ...{ ConnectionState: 'NOT_CONNECTED', InstanceDrainStatus: 'DRAINING' },
  }
  gateway.home.putSession(Object(sample('Session', (member) => given[member])))
  const { appStreamSessions } = await gateway.read<{ appStreamSessions: { nodes: object[] } }, never>(
    `{ appStreamSessions { nodes ${everyField(schema, 'AppStreamSession', 0)} } }`,
  )
  const [session] = appStreamSessions.nodes
  expect(Object.entries(session ?? {}).filter(([, value]) => value === null)).toEqual([])
  expect(session).toMatchObject({
    ...{ stackName: 'stack-0', fleetName: 'fleet-0', region: REGION, state: 'ACTIVE' },
    ...{ authenticationType: 'SAML', connectionState: 'NOT_CONNECTED', instanceDrainStatus: 'DRAINING' },
  })
})

test('makes one call per pair of a fleet not STOPPED', async () => {
  await using gateway = await startEstate(0)
  for (let index = 0; index < 6; index++) gateway.home.putStack({ Name: `stack-${index}` })
  for (let index = 0; index < 8; index++) {
    gateway.home.putFleet({ Name: `fleet-${index}`, State: index < 6 ? 'RUNNING' : 'STOPPED' })
  }
  for (let index = 0; index < 6; index++) gateway.home.associate(`stack-${index}`, `fleet-${index}`)
  gateway.home.associate('stack-0', 'fleet-6')
  gateway.home.associate('stack-1', 'fleet-0')
  for (let index = 0; index < 120; index++) putSession(gateway, index % 6, { Id: `session-${index}` })
  for (let index = 0; index < 40; index++) putSession(gateway, 5, { Id: `more-${index}` })

  const query = '{ appStreamSessions(first: 100) { totalCount failures { code } nodes { sessionId } } }'
  const { appStreamSessions } = await gateway.read<AllSessions, never>(query)
  expect(appStreamSessions).toMatchObject({ totalCount: 160, failures: [] })
  const calls = {
    DescribeFleets: 1,
    DescribeStacks: 1,
    ListAssociatedFleets: 6,
    // Seven pairs, of which one has a second page.
    DescribeSessions: 8,
  }
  expect(callsOf(gateway)).toEqual(calls)
  await gateway.read(query)
  expect(callsOf(gateway)).toEqual(calls)
})

test('resolves 100 sessions to fleets and stacks with the two listings', async () => {
  await using gateway = await startEstate(4)
  for (let index = 0; index < 100; index++) putSession(gateway, index % 4, { Id: `session-${index}` })
  const { appStreamSessions } = await gateway.read<{ appStreamSessions: { nodes: object[] } }, never>(
    '{ appStreamSessions(first: 100) { nodes { fleetName fleet { name } stackName stack { name } } } }',
  )
  expect(appStreamSessions.nodes).toHaveLength(100)
  expect(appStreamSessions.nodes[0]).toMatchObject({ fleet: { name: expect.any(String) } })
  expect(callsOf(gateway)).toEqual({
    DescribeFleets: 1,
    DescribeStacks: 1,
    ListAssociatedFleets: 4,
    DescribeSessions: 4,
  })
})

test('sorts sessions by start, latest first, and pages without gaps', async () => {
  await using gateway = await startEstate(2)
  for (let index = 0; index < 25; index++) {
    putSession(gateway, index % 2, { Id: `session-${String(index).padStart(2, '0')}`, minutesAgo: index })
  }
  putSession(gateway, 0, { Id: 'waiting', State: 'PENDING', StartTime: undefined })
  const seen: string[] = []
  for (let after: string | null = null; ; ) {
    const { appStreamSessions: page }: AllSessions = await gateway.read<AllSessions, object>(
      `query ($after: String) { appStreamSessions(first: 10, after: $after) { nodes { sessionId } pageInfo { hasNextPage endCursor } } }`,
      { variables: { after } },
    )
    seen.push(...page.nodes.map(({ sessionId }) => sessionId))
    if (!page.pageInfo.hasNextPage) break
    after = page.pageInfo.endCursor
  }
  const expected = Array.from({ length: 25 }, (_, index) => `session-${String(index).padStart(2, '0')}`)
  expect(seen).toEqual([...expected, 'waiting'])
  const ascending = await gateway.read<AllSessions, never>(
    '{ appStreamSessions(first: 2, orderBy: { field: START_TIME, direction: ASC }) { nodes { sessionId } } }',
  )
  expect(ascending.appStreamSessions.nodes.map(({ sessionId }) => sessionId)).toEqual([
    'session-24',
    'session-23',
  ])
})

test.each([
  ['{ sessionIds: ["a", "c"] }', ['a', 'c'], 3],
  [`{ fleetArns: ["${fleetArn('fleet-1')}"] }`, ['b'], 1],
  [`{ stackArns: ["${stackArn('stack-2')}", "${stackArn('stack-1')}"] }`, ['b', 'c'], 2],
  [`{ fleetArns: ["${fleetArn('fleet-1')}"], stackArns: ["${stackArn('stack-2')}"] }`, [], 0],
  [`{ fleetArns: ["${fleetArn('fleet-1', '210987654321')}"] }`, [], 0],
  ['{ states: [PENDING, UNKNOWN] }', ['b', 'c'], 3],
  ['{ connectionStates: [NOT_CONNECTED] }', ['a'], 3],
  ['{ authenticationTypes: [SAML] }', ['b'], 3],
  ['{ userIds: ["ada@example.com"] }', ['a'], 3],
  ['{ instanceIds: ["i-3"] }', ['c'], 3],
  ['{ drainStatuses: [DRAINING] }', ['c'], 3],
  ['{ startedAfter: "2025-12-31T23:30:00Z" }', ['a', 'b'], 3],
  ['{ startedBefore: "2025-12-31T23:30:00Z" }', ['c'], 3],
  ['{ states: [] }', [], 3],
])('filters sessions by %s', async (filter, ids, calls) => {
  await using gateway = await startEstate(3)
  putSession(gateway, 0, {
    Id: 'a',
    UserId: 'ada@example.com',
    ConnectionState: 'NOT_CONNECTED',
    minutesAgo: 1,
  })
  putSession(gateway, 1, {
    ...{ Id: 'b', State: 'PENDING', ConnectionState: 'CONNECTED', AuthenticationType: 'SAML', minutesAgo: 2 },
  })
  putSession(gateway, 2, {
    ...{ Id: 'c', State: 'RESUMING', ConnectionState: 'CONNECTED', minutesAgo: 60 },
    ...{ InstanceId: 'i-3', InstanceDrainStatus: 'DRAINING' },
  })
  const { appStreamSessions } = await gateway.read<AllSessions, never>(
    `{ appStreamSessions(filter: ${filter}) { nodes { sessionId } } }`,
  )
  expect(appStreamSessions.nodes.map(({ sessionId }) => sessionId).sort()).toEqual(ids)
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(calls)
})

test('serves the sessions of fleets and of stacks', async () => {
  await using gateway = await startEstate(2)
  putPair(gateway, 'stack-2', 'fleet-0')
  gateway.home.putFleet({ Name: 'fleet-9', State: 'STOPPED' })
  gateway.home.associate('stack-1', 'fleet-9')
  putSession(gateway, 0, { Id: 'a', minutesAgo: 1 })
  putSession(gateway, 0, { Id: 'b', StackName: 'stack-2', minutesAgo: 2 })
  putSession(gateway, 1, { Id: 'c' })
  const sessions = 'sessions { totalCount nodes { sessionId } }'
  const answer = await gateway.read<Record<string, { nodes: { name: string; sessions: Listed }[] }>, never>(
    `{ appStreamFleets { nodes { name ${sessions} } } appStreamStacks { nodes { name ${sessions} } } }`,
  )
  const found = Object.values(answer).flatMap(({ nodes }) =>
    nodes.map((node) => [node.name, node.sessions.nodes.map(({ sessionId }) => sessionId)] as const),
  )
  expect(Object.fromEntries(found)).toEqual({
    ...{ 'fleet-0': ['a', 'b'], 'fleet-1': ['c'], 'fleet-9': [] },
    ...{ 'stack-0': ['a'], 'stack-1': ['c'], 'stack-2': ['b'] },
  })
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(3)
})

test('narrows the sessions of a fleet by stack without further calls', async () => {
  await using gateway = await startEstate(1)
  putPair(gateway, 'stack-1', 'fleet-0')
  putSession(gateway, 0, { Id: 'a' })
  putSession(gateway, 0, { Id: 'b', StackName: 'stack-1' })
  const { appStreamFleet } = await gateway.read<{ appStreamFleet: object }, never>(
    `{ appStreamFleet(name: "fleet-0") {
      one: sessions(filter: { stackArns: ["${stackArn('stack-1')}"] }) { nodes { sessionId } }
      none: sessions(filter: { fleetArns: ["${fleetArn('other')}"] }) { nodes { sessionId } }
    } }`,
  )
  expect(appStreamFleet).toEqual({ one: { nodes: [{ sessionId: 'b' }] }, none: { nodes: [] } })
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(1)
})

test('makes no call for the sessions of a STOPPED fleet', async () => {
  await using gateway = await startEstate(0)
  gateway.home.putStack({ Name: 'stack' })
  gateway.home.putFleet({ Name: 'fleet', State: 'STOPPED' })
  gateway.home.associate('stack', 'fleet')
  const answer = await gateway.read('{ appStreamFleet(name: "fleet") { sessions { totalCount } } }')
  expect(answer).toEqual({ appStreamFleet: { sessions: { totalCount: 0 } } })
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1 })
})

test('resolves sessions by id, as node and as entity with one call', async () => {
  await using gateway = await startEstate(1)
  putSession(gateway, 0, { Id: 'a' })
  const { appStreamSessions } = await gateway.read<AllSessions, never>(
    '{ appStreamSessions { nodes { id } } }',
  )
  const id = appStreamSessions.nodes[0]?.id
  gateway.emulator.calls.clear()
  const select = '... on AppStreamSession { sessionId }'
  const answer = await gateway.read(
    `{ node(id: "${id}") { ${select} } appStreamSession(id: "${id}") { sessionId }
       _entities(representations: [{ __typename: "AppStreamSession", id: "${id}" }]) { ${select} } }`,
    // Nothing of before is accepted.
    { headers: { 'cache-control': 'no-cache' } },
  )
  const session = { sessionId: 'a' }
  expect(answer).toEqual({ node: session, appStreamSession: session, _entities: [session] })
  expect(callsOf(gateway)).toEqual({ DescribeSessions: 1 })
})

test('returns null for ended sessions and unknown ids', async () => {
  await using gateway = await startEstate(1)
  putSession(gateway, 0, { Id: 'a' })
  const { appStreamSessions } = await gateway.read<AllSessions, never>(
    '{ appStreamSessions { nodes { id } } }',
  )
  const id = appStreamSessions.nodes[0]?.id ?? ''
  const forged = (...names: string[]) =>
    Buffer.from(`AppStreamSession:${JSON.stringify([REGION, '123456789012', ...names])}`).toString('base64')
  const ids = [
    forged('stack-0', 'fleet-0', 'gone'),
    forged('no-stack', 'no-fleet', 'a'),
    forged('../stack-0', 'fleet-0', 'a'),
    Buffer.from(Buffer.from(id, 'base64').toString().replace(REGION, 'eu-west-3')).toString('base64'),
  ]
  expect(await gateway.read(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`)).toEqual({
    nodes: [null, null, null, null],
  })
  const { errors } = await gateway.query(`{ appStreamSession(id: "${forged('too', 'few')}") { id } }`)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})

test('lists each authentication type if configured', async () => {
  const env = { SESSIONS_BY_AUTHENTICATION_TYPE: 'true' }
  await using gateway = await startEstate(1, { env, emulator: { behaviour: { sessionsWithoutType: 'API' } } })
  putSession(gateway, 0, { Id: 'a', AuthenticationType: 'API', minutesAgo: 1 })
  putSession(gateway, 0, { Id: 'b', AuthenticationType: 'SAML', minutesAgo: 2 })
  putSession(gateway, 0, { Id: 'c', AuthenticationType: 'USERPOOL', minutesAgo: 3 })
  const { appStreamSessions } = await gateway.read<AllSessions, never>(
    '{ appStreamSessions { nodes { sessionId } } }',
  )
  expect(appStreamSessions.nodes.map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c'])
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(4)
})
