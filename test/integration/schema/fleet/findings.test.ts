import { expect, test } from 'vitest'
import {
  ACCOUNT,
  createTestTime,
  imageArn,
  startGateway,
  type TestGateway,
} from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { subscribe } from '../../../support/subscription.ts'
import { callsOf } from './support.ts'

const OTHER = '210987654321'
const roles = `arn:aws:iam::${ACCOUNT}:role/reader,arn:aws:iam::${OTHER}:role/reader`
const OVERDUE_MS = 1_800_000

interface Finding {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly since: string
}

interface Answer {
  readonly appStreamFleets: {
    readonly totalCount: number
    readonly nodes: readonly { readonly name: string; readonly findings: readonly Finding[] | null }[]
    readonly failures: readonly unknown[]
  }
}

const QUERY = `{ appStreamFleets(first: 100) {
  totalCount nodes { name findings { code severity message since } } failures { code }
} }`

/** Returns the findings of each fleet as `CODE SEVERITY`, by its name. */
async function findingsOf(gateway: TestGateway) {
  const { appStreamFleets } = await gateway.read<Answer, never>(QUERY)
  return Object.fromEntries(
    appStreamFleets.nodes.map(({ name, findings }) => [
      name,
      findings?.map(({ code, severity }) => `${code} ${severity}`),
    ]),
  )
}

async function namesWith(gateway: TestGateway, codes: string, headers = {}) {
  const { appStreamFleets } = await gateway.read<Answer, never>(
    `{ appStreamFleets(first: 100, filter: { findings: [${codes}] }) { nodes { name } } }`,
    { headers },
  )
  return appStreamFleets.nodes.map(({ name }) => name)
}

const errors = { FleetErrors: [{ ErrorCode: 'SUBNET_NOT_FOUND', ErrorMessage: 'No subnet.' }] }
const capacity = (Desired: number, Running: number, InUse: number) => ({
  ComputeCapacityStatus: { Desired, Running, InUse, Available: Running - InUse },
})

function fill({ home }: TestGateway): void {
  home.putImage({ Name: 'golden', LatestAppstreamAgentVersion: 'TRUE' })
  home.putImage({ Name: 'old', LatestAppstreamAgentVersion: 'FALSE', State: 'DEPRECATED' })
  const golden = { ImageArn: imageArn('golden') }
  home.putFleet({ Name: 'well', ...golden })
  home.putFleet({ Name: 'failing', ...golden, ...errors })
  home.putFleet({ Name: 'failed', ...golden, ...errors, State: 'STOPPED' })
  home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  home.putFleet({ Name: 'outdated', ImageArn: imageArn('old') })
  home.putFleet({ Name: 'full', ...golden, ...capacity(3, 2, 2) })
  home.putFleet({ Name: 'idle', ...golden, ...capacity(0, 0, 0) })
  home.putFleet({
    ...{ Name: 'elastic', FleetType: 'ELASTIC', MaxConcurrentSessions: 2 },
    ComputeCapacityStatus: { Desired: 0, Running: 2, InUse: 2, Available: 0 },
  })
}

test('returns findings about fleets, most severe first', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  expect(await findingsOf(gateway)).toEqual({
    well: [],
    failing: ['ERRORS CRITICAL'],
    failed: ['ERRORS WARNING'],
    orphan: ['IMAGE_GONE CRITICAL'],
    outdated: ['IMAGE_NOT_AVAILABLE WARNING', 'AGENT_OUTDATED INFO'],
    full: ['NO_CAPACITY_LEFT CRITICAL', 'CAPACITY_SHORT INFO'],
    idle: [],
    elastic: ['NO_CAPACITY_LEFT CRITICAL'],
  })
  const { appStreamFleets } = await gateway.read<Answer, never>(QUERY)
  const messages = appStreamFleets.nodes.flatMap(({ findings }) => findings?.map(({ message }) => message))
  expect(messages).toContain('AWS reports errors: SUBNET_NOT_FOUND.')
  expect(messages).toContain('The image old is DEPRECATED, not AVAILABLE.')
})

test.each([
  ['ERRORS', ['failed', 'failing']],
  ['IMAGE_GONE', ['orphan']],
  ['IMAGE_NOT_AVAILABLE', ['outdated']],
  ['AGENT_OUTDATED', ['outdated']],
  ['NO_CAPACITY_LEFT', ['elastic', 'full']],
  ['CAPACITY_SHORT', ['full']],
  ['START_OVERDUE', []],
  ['IMAGE_GONE, ERRORS', ['failed', 'failing', 'orphan']],
  ['', []],
])('filters fleets by the findings %s', async (codes, names) => {
  await using gateway = await startGateway()
  fill(gateway)
  expect(await namesWith(gateway, codes)).toEqual(names)
})

test('reads images of 60 fleets with three calls, zero when warm', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { pageSize: 100 } } })
  for (let index = 0; index < 60; index++) {
    gateway.home.putImage({ Name: `image-${index}` })
    gateway.home.putFleet({ Name: `fleet-${index}`, ImageArn: imageArn(`image-${index}`) })
  }
  await findingsOf(gateway)
  const calls = { DescribeFleets: 1, DescribeImages: 3 }
  expect(callsOf(gateway)).toEqual(calls)
  await findingsOf(gateway)
  await namesWith(gateway, 'IMAGE_GONE')
  expect(callsOf(gateway)).toEqual(calls)
})

test('reads no image for findings that need none', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  await namesWith(gateway, 'ERRORS, NO_CAPACITY_LEFT, CAPACITY_SHORT, START_OVERDUE, STOP_OVERDUE')
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1 })
})

test('reads images once for both the findings filter and the field', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  gateway.home.deleteImage('old')
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('golden') })
  gateway.home.putFleet({ Name: 'outdated', ImageArn: imageArn('golden') })
  await gateway.read(
    '{ appStreamFleets(filter: { findings: [IMAGE_GONE, ERRORS] }) { nodes { findings { code } } } }',
  )
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1, DescribeImages: 1 })
})

test.each([
  ['STARTING', 'START_OVERDUE CRITICAL'],
  ['STOPPING', 'STOP_OVERDUE WARNING'],
])('finds a fleet that stays %s too long after its first observation', async (State, found) => {
  const time = createTestTime()
  const since = new Date(time.clock.now())
  await using gateway = await startGateway(time)
  gateway.home.putFleet({ Name: 'stuck', State })
  expect(await findingsOf(gateway)).toEqual({ stuck: [] })
  time.advance(OVERDUE_MS)
  expect(await findingsOf(gateway)).toEqual({ stuck: [] })
  time.advance(6_000)
  expect(await findingsOf(gateway)).toEqual({ stuck: [found] })
  const [code] = found.split(' ')
  expect(await namesWith(gateway, `${code}`)).toEqual(['stuck'])
  const { appStreamFleets } = await gateway.read<Answer, never>(QUERY)
  expect(appStreamFleets.nodes[0]?.findings?.[0]?.since).toBe(since.toISOString())
})

test('restarts the time to START_OVERDUE when a fleet restarts', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: { FLEET_START_OVERDUE_MS: '60000' } })
  gateway.home.putFleet({ Name: 'stuck', State: 'STARTING' })
  await findingsOf(gateway)
  time.advance(50_000)
  gateway.home.change('fleet', 'stuck', { State: 'STOPPED' })
  await findingsOf(gateway)
  gateway.home.change('fleet', 'stuck', { State: 'STARTING' })
  time.advance(50_000)
  expect(await findingsOf(gateway)).toEqual({ stuck: [] })
  time.advance(60_001)
  expect(await findingsOf(gateway)).toEqual({ stuck: ['START_OVERDUE CRITICAL'] })
})

test("measures START_OVERDUE from a subscription's polls without a findings query", async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: { FLEET_START_OVERDUE_MS: '60000' } })
  gateway.home.putFleet({ Name: 'stuck', State: 'STARTING' })
  await using events = subscribe<{ readonly kind: string }>(
    gateway.url,
    'subscription { event: appStreamFleetStateChanged(snapshot: true) { kind } }',
  )
  await events.take(2)
  time.advance(60_001)
  expect(await findingsOf(gateway)).toEqual({ stuck: ['START_OVERDUE CRITICAL'] })
})

test('keeps the time of the first observation of a finding', async () => {
  const time = createTestTime()
  await using gateway = await startGateway(time)
  fill(gateway)
  const sinceOf = async () => {
    const { appStreamFleets } = await gateway.read<Answer, never>(QUERY)
    return appStreamFleets.nodes.flatMap(({ findings }) => findings?.map(({ since }) => Date.parse(since)))
  }
  const begunAt = time.clock.now()
  const first = await sinceOf()
  time.advance(60_000)
  expect(await sinceOf()).toEqual(first)
  expect(new Set(first)).toEqual(new Set([begunAt]))
  gateway.home.putImage({ Name: 'gone' })
  time.advance(60_000)
  await sinceOf()
  gateway.home.deleteImage('gone')
  time.advance(60_000)
  expect(await sinceOf()).toContain(begunAt + 180_000)
})

test('fails only the findings of a fleet with an unreadable image', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  await gateway.read('{ appStreamFleets { totalCount } }')
  gateway.emulator.faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  const { data, errors: failures } = await gateway.query<Answer, never>(QUERY)
  const found = Object.fromEntries(
    data?.appStreamFleets.nodes.map(({ name, findings }) => [name, findings]) ?? [],
  )
  expect(found['failing']).toBeNull()
  expect(found['elastic']).toMatchObject([{ code: 'NO_CAPACITY_LEFT' }])
  expect(failures?.[0]).toMatchObject({ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } })
})

test('reports targets with unreadable images and matches the others', async () => {
  await using gateway = await startGateway({ env: { AWS_ROLE_ARNS: roles } })
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  const other = gateway.emulator.region('us-east-1', OTHER)
  other.putFleet({ Name: 'theirs', ImageArn: imageArn('gone', OTHER) })
  other.putFleet({ Name: 'failing', ImageArn: imageArn('gone', OTHER), ...errors })
  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    accountId: OTHER,
    error: { type: 'ThrottlingException' },
  })
  const read = (codes: string) =>
    gateway.read<{ appStreamFleets: unknown }, never>(
      `{ appStreamFleets(filter: { findings: [${codes}] }) {
        nodes { name } failures { code target { accountId } }
      } }`,
    )
  const failures = [{ code: 'UPSTREAM_THROTTLED', target: { accountId: OTHER } }]
  expect(await read('IMAGE_GONE')).toEqual({ appStreamFleets: { nodes: [{ name: 'orphan' }], failures } })
  expect(await read('IMAGE_GONE, ERRORS')).toEqual({
    appStreamFleets: { nodes: [{ name: 'failing' }, { name: 'orphan' }], failures },
  })
  expect(await read('ERRORS')).toEqual({ appStreamFleets: { nodes: [{ name: 'failing' }], failures: [] } })
})

test('fails a filter by findings if no images can be read', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  gateway.emulator.faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  const { data, errors: failures } = await gateway.query(
    '{ appStreamFleets(filter: { findings: [IMAGE_GONE] }) { totalCount } }',
  )
  expect(data).toEqual({ appStreamFleets: null })
  expect(failures).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})

test('rejects an unknown finding code', async () => {
  await using gateway = await startGateway()
  const { errors: failures } = await gateway.query(
    '{ appStreamFleets(filter: { findings: [UNKNOWN] }) { totalCount } }',
  )
  expect(failures).toHaveLength(1)
  expect(gateway.emulator.calls.all).toEqual([])
})

test('returns findings for the targets of the caller only', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: { AWS_ROLE_ARNS: roles, ...issuer.env } })
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone', OTHER) })
  gateway.emulator.region('us-east-1', OTHER).putFleet({ Name: 'theirs', ImageArn: imageArn('gone', OTHER) })
  const narrow = await issuer.headers({ appstream_targets: [`${ACCOUNT}/us-east-1`] })
  expect(await namesWith(gateway, 'IMAGE_GONE', narrow)).toEqual(['orphan'])
  expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
})
