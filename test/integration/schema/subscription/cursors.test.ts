import { expect, test } from 'vitest'
import { createTestTime, startGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import {
  type Subscription,
  type WatchEvent,
  watchImageBuilders,
  watchImages,
} from '../../../support/subscription.ts'

const IDLE_MS = 15_000
const BOTH = { AWS_REGIONS: 'us-east-1,eu-west-1' }
const AMERICA = 'targets: [{ region: "us-east-1" }]'

/** Starts a gateway with two regions and a builder in each. */
async function startBoth(options: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({ ...time, env: BOTH, ...options })
  const europe = gateway.emulator.region('eu-west-1')
  gateway.home.putImageBuilder({ Name: 'american', State: 'STOPPED' })
  europe.putImageBuilder({ Name: 'european', State: 'STOPPED' })
  return { time, gateway, home: gateway.home, europe }
}

/** Returns the kinds, names and states of events. */
function tell(events: readonly WatchEvent[]): (string | null | undefined)[][] {
  return events.map(({ kind, item, state }) => [kind, item?.name, state])
}

/** Returns the cursor of the SYNCED that ends a snapshot. */
async function cursorOf(events: Subscription<WatchEvent>): Promise<string> {
  for (;;) {
    const { kind, cursor } = await events.next()
    if (kind === 'SYNCED') return cursor
  }
}

test('resumes a narrower cursor with changes, plus snapshots of added targets', async () => {
  const { gateway, home } = await startBoth()
  await using _ = gateway
  await using first = watchImageBuilders(gateway.url, `(snapshot: true, ${AMERICA})`)
  const cursor = await cursorOf(first)
  await first[Symbol.asyncDispose]()
  home.change('image-builder', 'american', { State: 'RUNNING' })
  // Forces a read; the previous snapshot would still serve.
  await gateway.read('{ imageBuilders { totalCount } }', { headers: { 'cache-control': 'no-cache' } })
  await using second = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
  const events = await second.take(3)
  expect(tell(events)).toEqual([
    ['STATE_CHANGED', 'american', 'RUNNING'],
    ['SNAPSHOT', 'european', 'STOPPED'],
    ['SYNCED', undefined, null],
  ])
  // Interrupted before the end of the new target's snapshot, only that snapshot is repeated.
  await using third = watchImageBuilders(gateway.url, `(after: "${events[0]?.cursor}")`)
  expect(tell(await third.take(2))).toEqual(tell(events.slice(1)))
})

test('omits the unselected target of a cursor of two', async () => {
  const { time, gateway, home, europe } = await startBoth()
  await using _ = gateway
  await using first = watchImageBuilders(gateway.url, '(snapshot: true)')
  const cursor = await cursorOf(first)
  europe.change('image-builder', 'european', { State: 'RUNNING' })
  home.change('image-builder', 'american', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  await first.take(2)
  await using second = watchImageBuilders(gateway.url, `(after: "${cursor}", ${AMERICA})`)
  expect(tell(await second.take(1))).toEqual([['STATE_CHANGED', 'american', 'RUNNING']])
  europe.deleteImageBuilder('european')
  home.deleteImageBuilder('american')
  time.advance(IDLE_MS)
  expect(tell(await second.take(1))).toEqual([['DELETED', 'american', null]])
})

test("adds a failed target's snapshot to its changeCursor once readable", async () => {
  const { time, gateway, home } = await startBoth()
  await using _ = gateway
  const broken = gateway.emulator.faults.add({
    region: 'eu-west-1',
    error: { type: 'AccessDeniedException' },
  })
  const { imageBuilders } = await gateway.read<
    { imageBuilders: { changeCursor: string; failures: unknown[] } },
    never
  >('{ imageBuilders { changeCursor failures { code } } }')
  expect(imageBuilders.failures).toHaveLength(1)
  home.putImageBuilder({ Name: 'later', State: 'STOPPED' })
  await using events = watchImageBuilders(gateway.url, `(after: "${imageBuilders.changeCursor}")`)
  const told = await events.take(2)
  expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['CREATED', 'SYNCED']))
  expect(told.find(({ kind }) => kind === 'SYNCED')?.failures).toEqual([{ code: 'UPSTREAM_ACCESS_DENIED' }])
  broken.remove()
  time.advance(30_000)
  expect(tell(await events.take(2))).toEqual([
    ['SNAPSHOT', 'european', 'STOPPED'],
    ['SYNCED', undefined, null],
  ])
})

test('answers a cursor of images on builders with RESET and snapshot', async () => {
  const { gateway } = await startBoth()
  await using _ = gateway
  await using images = watchImages(gateway.url, '(snapshot: true)')
  const cursor = await cursorOf(images)
  await using events = watchImageBuilders(gateway.url, `(after: "${cursor}", ${AMERICA})`)
  expect(tell(await events.take(3))).toEqual([
    ['RESET', undefined, null],
    ['SNAPSHOT', 'american', 'STOPPED'],
    ['SYNCED', undefined, null],
  ])
})

test('answers expired and unknown cursors with RESET and snapshot', async () => {
  const { time, gateway, home } = await startBoth({ env: { WATCH_LOG_MAX_AGE_MS: '60000' } })
  await using _ = gateway
  await using first = watchImageBuilders(gateway.url, '(snapshot: true)')
  const old = await cursorOf(first)
  home.change('image-builder', 'american', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  const { cursor: young } = await first.next()
  const { p, v } = JSON.parse(Buffer.from(young, 'base64url').toString())
  const future = Buffer.from(JSON.stringify({ p, v: { ...v, 'default@us-east-1/imageBuilders': 99 } }))
  time.advance(60_001)
  for (const cursor of [old, future.toString('base64url')]) {
    await using resumed = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
    expect((await resumed.take(3)).map(({ kind }) => kind)).toEqual(['RESET', 'SNAPSHOT', 'SYNCED'])
  }
  // Nothing has happened since this cursor, whatever its age.
  await using resumed = watchImageBuilders(gateway.url, `(after: "${young}")`)
  home.change('image-builder', 'american', { State: 'STOPPED' })
  await gateway.read('{ imageBuilders { totalCount } }', { headers: { 'cache-control': 'no-cache' } })
  expect(tell(await resumed.take(1))).toEqual([['STATE_CHANGED', 'american', 'STOPPED']])
})

test('resumes changes missed while nobody watched, including a recreation', async () => {
  const { time, gateway, home } = await startBoth({ env: {} })
  await using _ = gateway
  home.putImageBuilder({ Name: 'american', State: 'STOPPED', CreatedTime: new Date('2026-01-01') })
  const first = watchImageBuilders(gateway.url, '(snapshot: true)')
  const cursor = await cursorOf(first)
  // The disconnection is noticed when the timer that ends polling is set.
  const noticed = time.nextTimer()
  await first[Symbol.asyncDispose]()
  await noticed
  time.advance(5_000)
  expect(time.timers()).toBe(0)
  home.putImageBuilder({ Name: 'american', State: 'RUNNING', CreatedTime: new Date('2026-02-02') })
  home.putImageBuilder({ Name: 'another', State: 'PENDING' })
  time.advance(300_000)
  await using second = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
  expect(tell(await second.take(3))).toEqual([
    ['DELETED', 'american', null],
    ['CREATED', 'american', 'RUNNING'],
    ['CREATED', 'another', 'PENDING'],
  ])
})

test.each([
  ['invalid base64', '!'],
  ['invalid JSON', Buffer.from('nonsense').toString('base64url')],
  ['no process id', Buffer.from('{"v":{}}').toString('base64url')],
  ['a non-numeric version', Buffer.from('{"p":"p","v":{"a":-1}}').toString('base64url')],
  ['nothing', ''],
])('rejects a cursor of %s with BAD_USER_INPUT', async (_what, cursor) => {
  const { gateway } = await startBoth()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
  expect(await events.next().catch(String)).toContain('BAD_USER_INPUT')
  expect(gateway.emulator.calls.count()).toBe(0)
})
