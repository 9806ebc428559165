import { expect, test } from 'vitest'
import {
  ACCOUNT,
  createTestClock,
  imageArn,
  startGateway,
  type TestGateway,
} from '../../../support/gateway.ts'
import { stackArn } from '../fleet/support.ts'

/** Connections, with the operation whose failure makes each stale. */
const connections: readonly (readonly [string, string, string])[] = [
  ['a list', 'DescribeImageBuilders', '{ imageBuilders { isStale } }'],
  [
    'the resources that refer to another',
    'DescribeFleets',
    '{ image(name: "golden") { fleets { isStale } } }',
  ],
  [
    'associated resources',
    'ListAssociatedStacks',
    '{ appStreamFleet(name: "desks") { stacks { isStale nodes { name } } } }',
  ],
  [
    'a list filtered by an association',
    'ListAssociatedFleets',
    `{ appStreamFleets(filter: { stackArn: "${stackArn('office')}" }) { isStale } }`,
  ],
  [
    'associations with data',
    'DescribeUserStackAssociations',
    '{ appStreamStack(name: "office") { users { isStale } } }',
  ],
  ['children', 'DescribeEntitlements', '{ appStreamStack(name: "office") { entitlements { isStale } } }'],
  ['the children of all parents', 'DescribeStacks', '{ appStreamEntitlements { isStale } }'],
  ['sessions', 'DescribeSessions', '{ appStreamSessions { isStale } }'],
  ['the sessions of all fleets', 'DescribeFleets', '{ appStreamSessions { isStale } }'],
  [
    'the sessions of a fleet',
    'ListAssociatedStacks',
    '{ appStreamFleet(name: "desks") { sessions { isStale } } }',
  ],
  [
    'the accounts of an image',
    'DescribeImagePermissions',
    '{ image(name: "golden") { sharedWith { isStale } } }',
  ],
]

/** Milliseconds after which every read is due, and may still be answered by the last one. */
const TOO_OLD_MS = 40_000

async function startOffice() {
  const clock = createTestClock()
  const gateway = await startGateway({ clock, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
  const { home } = gateway
  home.putImage({ Name: 'golden' })
  home.putImageBuilder({ Name: 'builder' })
  home.putFleet({ Name: 'desks', ImageArn: imageArn('golden') })
  home.putStack({ Name: 'office' })
  home.associate('office', 'desks')
  return { clock, gateway, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() }
}

/** Returns every `isStale` of a response. */
function stalenessOf(value: unknown): boolean[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'isStale' ? [member === true] : stalenessOf(member),
  )
}

async function readStaleness(gateway: TestGateway, query: string) {
  const { data, errors, extensions = {} } = await gateway.query<object, object>(query)
  expect(errors).toBeUndefined()
  return { isStale: stalenessOf(data), warns: extensions['stale'] !== undefined }
}

test.each(connections)('%s is stale while AWS fails', async (_what, operation, query) => {
  await using office = await startOffice()
  const { clock, gateway } = office
  expect(await readStaleness(gateway, query)).toEqual({ isStale: [false], warns: false })
  clock.advance(TOO_OLD_MS)
  const fault = gateway.emulator.faults.add({ operation, error: { type: 'ThrottlingException' } })
  expect(await readStaleness(gateway, query)).toEqual({ isStale: [true], warns: true })
  // The answer cache must not keep a stale answer.
  expect(await readStaleness(gateway, query)).toEqual({ isStale: [true], warns: true })
  fault.remove()
  clock.advance(1_000)
  expect(await readStaleness(gateway, query)).toEqual({ isStale: [false], warns: false })
})

test('marks only the connections that are stale', async () => {
  await using office = await startOffice()
  const { clock, gateway } = office
  const query = `{
    imageBuilders { isStale }
    appStreamFleets { isStale nodes { stacks { isStale } } }
  }`
  await readStaleness(gateway, query)
  clock.advance(10_000)
  gateway.emulator.faults.add({ operation: 'DescribeFleets', error: { type: 'ThrottlingException' } })
  const { data } = await gateway.query(query)
  expect(data).toEqual({
    imageBuilders: { isStale: false },
    appStreamFleets: { isStale: true, nodes: [{ stacks: { isStale: false } }] },
  })
})

test('marks a list if one of its targets is stale', async () => {
  const clock = createTestClock()
  const env = { UPSTREAM_MAX_ATTEMPTS: '1', AWS_REGIONS: 'us-east-1,eu-west-1' }
  await using gateway = await startGateway({ clock, env })
  const query =
    '{ all: imageBuilders { isStale } one: imageBuilders(targets: [{ region: "us-east-1" }]) { isStale } }'
  await readStaleness(gateway, query)
  clock.advance(10_000)
  gateway.emulator.faults.add({ region: 'eu-west-1', error: { type: 'ThrottlingException' } })
  const { data } = await gateway.query(query)
  expect(data).toEqual({ all: { isStale: true }, one: { isStale: false } })
})

test('a target that cannot be read is a failure, not stale', async () => {
  const clock = createTestClock()
  const env = { UPSTREAM_MAX_ATTEMPTS: '1', AWS_REGIONS: 'us-east-1,eu-west-1' }
  await using gateway = await startGateway({ clock, env })
  gateway.home.putImageBuilder({ Name: 'builder' })
  gateway.emulator.faults.add({ region: 'eu-west-1', error: { type: 'ThrottlingException' } })
  const { data } = await gateway.query('{ imageBuilders { isStale failures { code } } }')
  expect(data).toEqual({ imageBuilders: { isStale: false, failures: [{ code: 'UPSTREAM_THROTTLED' }] } })
})

test('marks a list of shared images if their owner is stale', async () => {
  const clock = createTestClock()
  const owner = '210987654321'
  const roles = [ACCOUNT, owner].map((account) => `arn:aws:iam::${account}:role/reader`).join(',')
  await using gateway = await startGateway({
    clock,
    env: { UPSTREAM_MAX_ATTEMPTS: '1', AWS_ROLE_ARNS: roles },
  })
  const theirs = gateway.emulator.region('us-east-1', owner)
  theirs.putImage({ Name: 'lent' })
  theirs.shareImage('lent', ACCOUNT, { allowFleet: true })
  const query = `{
    all: images { isStale }
    shared: images(targets: [{ accountId: "${ACCOUNT}" }]) { isStale nodes { name } }
  }`
  await readStaleness(gateway, query)
  clock.advance(10_000)
  gateway.emulator.faults.add({ accountId: owner, error: { type: 'ThrottlingException' } })
  const { data } = await gateway.query(query)
  expect(data).toEqual({ all: { isStale: true }, shared: { isStale: true, nodes: [{ name: 'lent' }] } })
})

test('an empty list that needed no data is not stale', async () => {
  await using gateway = await startGateway()
  expect(await gateway.read('{ imageBuilders(targets: []) { observedAt isStale } }')).toEqual({
    imageBuilders: { observedAt: null, isStale: false },
  })
})

test('no-cache never returns stale data', async () => {
  await using office = await startOffice()
  const { clock, gateway } = office
  const query = '{ imageBuilders { isStale } }'
  await readStaleness(gateway, query)
  clock.advance(TOO_OLD_MS)
  gateway.emulator.faults.add({ operation: 'DescribeImageBuilders', error: { type: 'ThrottlingException' } })
  const answer = await gateway.query(query, { headers: { 'cache-control': 'no-cache' } })
  expect(answer).toMatchObject({ data: { imageBuilders: null }, errors: [{ path: ['imageBuilders'] }] })
})
