import { expect, test } from 'vitest'
import { ACCOUNT, createTestTime, imageArn, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { subscribe } from '../../../support/subscription.ts'
import { type Answer, fill, findingsOf, namesWith, OTHER, QUERY, roles } from './findings.ts'

const OVERDUE_MS = 1_800_000

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
