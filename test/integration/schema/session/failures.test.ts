import { expect, test } from 'vitest'
import { createTestClock } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { putPair, putSession, startEstate } from './support.ts'

const QUERY =
  '{ appStreamSessions { totalCount observedAt nodes { sessionId } failures { code message target { region } } } }'
const NO_CACHE = { headers: { 'cache-control': 'no-cache' } }

interface Answer {
  readonly appStreamSessions: {
    readonly totalCount: number
    readonly nodes: readonly { readonly sessionId: string }[]
    readonly failures: readonly { readonly code: string }[]
  } | null
}

const refuse = { error: { type: 'AccessDeniedException', message: 'No.' } }

test('reports one failing pair among the failures', async () => {
  await using gateway = await startEstate(3)
  for (let index = 0; index < 3; index++)
    putSession(gateway, index, { Id: `session-${index}`, minutesAgo: index })
  gateway.emulator.faults.add({
    operation: 'DescribeSessions',
    match: ({ StackName }) => StackName === 'stack-1',
    ...refuse,
  })
  const { appStreamSessions } = await gateway.read<Answer, never>(QUERY)
  expect(appStreamSessions).toMatchObject({
    totalCount: 2,
    nodes: [{ sessionId: 'session-0' }, { sessionId: 'session-2' }],
    failures: [{ code: 'UPSTREAM_ACCESS_DENIED', target: { region: 'us-east-1' } }],
  })
})

test('reports a failing pair even if the others have no sessions', async () => {
  await using gateway = await startEstate(2)
  const match = ({ StackName }: { StackName?: unknown }) => StackName === 'stack-1'
  gateway.emulator.faults.add({ operation: 'DescribeSessions', match, ...refuse })
  const { appStreamSessions } = await gateway.read<Answer, never>(QUERY)
  expect(appStreamSessions).toMatchObject({ totalCount: 0, failures: [{ code: 'UPSTREAM_ACCESS_DENIED' }] })
})

test('reports a failing association among the failures', async () => {
  await using gateway = await startEstate(2)
  putSession(gateway, 0, { Id: 'a' })
  gateway.home.putFleet({ Name: 'spare' })
  const match = ({ StackName }: { StackName?: unknown }) => StackName === 'stack-1'
  gateway.emulator.faults.add({ operation: 'ListAssociatedFleets', match, ...refuse })
  const { appStreamSessions } = await gateway.read<Answer, never>(QUERY)
  expect(appStreamSessions).toMatchObject({ totalCount: 1, failures: [{ code: 'UPSTREAM_ACCESS_DENIED' }] })
})

test.each(['DescribeFleets', 'DescribeStacks', 'ListAssociatedFleets', 'DescribeSessions'])(
  'fails if nothing could be read because %s fails',
  async (operation) => {
    await using gateway = await startEstate(1)
    gateway.emulator.faults.add({ operation, ...refuse })
    const { data, errors } = await gateway.query<Answer, never>(QUERY)
    expect(data).toEqual({ appStreamSessions: null })
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
  },
)

test.each(['InvalidParameterCombinationException', 'empty'] as const)(
  'returns no sessions of a pair disassociated in the meantime: %s',
  async (sessionsOfUnknownPair) => {
    await using gateway = await startEstate(2, { emulator: { behaviour: { sessionsOfUnknownPair } } })
    putSession(gateway, 0, { Id: 'a' })
    await gateway.read('{ appStreamStacks { nodes { fleets { nodes { name } } } } }')
    gateway.home.disassociate('stack-1', 'fleet-1')
    const { appStreamSessions } = await gateway.read<Answer, never>(QUERY)
    expect(appStreamSessions).toMatchObject({ totalCount: 1, failures: [] })
  },
)

test('caches sessions for SESSIONS_STALENESS_MS; rereads them for no-cache', async () => {
  const clock = createTestClock()
  await using gateway = await startEstate(2, {
    clock,
    env: { MAX_STALENESS_MS: '3600000', DETAILS_STALENESS_MS: '3600000' },
  })
  const read = async (options?: typeof NO_CACHE) => {
    await gateway.read<Answer, never>(QUERY, options)
    return gateway.emulator.calls.count('DescribeSessions')
  }
  expect(await read()).toBe(2)
  clock.advance(11_000)
  expect(await read()).toBe(2)
  clock.advance(60_000)
  expect(await read()).toBe(4)
  expect(await read(NO_CACHE)).toBe(6)
})

test('shares a read of sessions in flight between requests', async () => {
  await using gateway = await startEstate(2)
  putSession(gateway, 0, { Id: 'a' })
  await Promise.all([gateway.read(QUERY), gateway.read(QUERY), gateway.read(QUERY)])
  expect(callsOf(gateway)).toMatchObject({ DescribeSessions: 2 })
})

test('reads at most ten pairs at a time', async () => {
  await using gateway = await startEstate(25)
  const operation = 'DescribeSessions'
  const { calls, faults } = gateway.emulator
  // Even a slow machine has ten calls in flight; the latency then lets any further ones overlap.
  faults.add({ operation, until: calls.waitFor(10, operation), latencyMs: 20 })
  await gateway.read(QUERY)
  expect(calls.count(operation)).toBe(25)
  expect(calls.maxInFlight(operation)).toBe(10)
})

test('counts calls against MAX_UPSTREAM_CALLS only for no-cache reads', async () => {
  await using gateway = await startEstate(12, { env: { MAX_UPSTREAM_CALLS: '10' } })
  expect((await gateway.read<Answer, never>(QUERY)).appStreamSessions?.failures).toEqual([])
  const { errors } = await gateway.query(QUERY, NO_CACHE)
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_UPSTREAM_CALLS' } }])
})

test('rejects malformed arguments before any call', async () => {
  await using gateway = await startEstate(1)
  for (const args of [
    'first: 0',
    'after: "x"',
    'filter: { fleetArns: ["x"] }',
    'filter: { stackArns: ["arn:aws:appstream:us-east-1:123456789012:fleet/x"] }',
    'filter: { fleetArns: [] }, first: 101',
  ]) {
    const { errors } = await gateway.query(`{ appStreamSessions(${args}) { totalCount } }`)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  }
  expect(gateway.emulator.calls.all).toEqual([])
  const { appStreamSessions } = await gateway.read<Answer, never>(
    '{ appStreamSessions(filter: { fleetArns: [] }) { totalCount nodes { sessionId } failures { code } } }',
  )
  expect(appStreamSessions).toEqual({ totalCount: 0, nodes: [], failures: [] })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('warns once about a fleet with missing sessions', async () => {
  const lines: string[] = []
  await using gateway = await startEstate(2, { onLog: (line) => lines.push(line) })
  putPair(gateway, 'stack-2', 'fleet-2')
  gateway.home.putFleet({
    Name: 'fleet-1',
    State: 'RUNNING',
    ComputeCapacityStatus: { Desired: 5, InUse: 3 },
  })
  putSession(gateway, 0, { Id: 'a' })
  const { appStreamSessions } = await gateway.read<Answer, never>(QUERY)
  await gateway.read(QUERY, NO_CACHE)
  await gateway.read('{ appStreamFleets { nodes { sessions { totalCount } } } }')
  const warnings = lines.map((line) => JSON.parse(line)).filter(({ sessions }) => sessions !== undefined)
  expect(appStreamSessions?.totalCount).toBe(1)
  expect(warnings).toMatchObject([
    { level: 'warn', sessions: { region: 'us-east-1', fleet: 'fleet-1', inUse: 3, found: 0 } },
  ])
  expect(warnings[0].msg).toContain('SESSIONS_BY_AUTHENTICATION_TYPE')
})

test('does not warn about a fleet whose sessions were read in part', async () => {
  const lines: string[] = []
  await using gateway = await startEstate(2, { onLog: (line) => lines.push(line) })
  gateway.home.putFleet({
    Name: 'fleet-1',
    State: 'RUNNING',
    ComputeCapacityStatus: { Desired: 5, InUse: 3 },
  })
  const match = ({ StackName }: { StackName?: unknown }) => StackName === 'stack-1'
  gateway.emulator.faults.add({ operation: 'DescribeSessions', match, ...refuse })
  await gateway.read(QUERY)
  expect(lines.filter((line) => line.includes('SESSIONS_BY_AUTHENTICATION_TYPE'))).toEqual([])
})
