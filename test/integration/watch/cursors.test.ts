import { expect, test } from 'vitest'
import { createTestTime, startGateway, type TestGatewayOptions } from '../../support/gateway.ts'
import {
  type Subscription,
  type WatchEvent,
  watchImageBuilders,
  watchImages,
} from '../../support/subscription.ts'

const IDLE_MS = 15_000
const BOTH = { AWS_REGIONS: 'us-east-1,eu-west-1' }
const AMERICA = 'targets: [{ region: "us-east-1" }]'

/** A gateway before two regions, a builder in each. */
async function startBoth(options: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({ ...time, env: BOTH, ...options })
  const europe = gateway.emulator.region('eu-west-1')
  gateway.home.putImageBuilder({ Name: 'american', State: 'STOPPED' })
  europe.putImageBuilder({ Name: 'european', State: 'STOPPED' })
  return { time, gateway, home: gateway.home, europe }
}

/** What was told, in short. */
function tell(events: readonly WatchEvent[]): (string | null | undefined)[][] {
  return events.map(({ kind, item, state }) => [kind, item?.name, state])
}

/** The cursor of the SYNCED that ends a snapshot. */
async function cursorOf(events: Subscription<WatchEvent>): Promise<string> {
  for (;;) {
    const { kind, cursor } = await events.next()
    if (kind === 'SYNCED') return cursor
  }
}

test('a cursor of one target, used for two: what happened there, and the other one alone from its snapshot', async () => {
  const { gateway, home } = await startBoth()
  await using _ = gateway
  await using first = watchImageBuilders(gateway.url, `(snapshot: true, ${AMERICA})`)
  const cursor = await cursorOf(first)
  await first[Symbol.asyncDispose]()
  home.change('image-builder', 'american', { State: 'RUNNING' })
  // Read anew, or the snapshot of a moment ago would do.
  await gateway.read('{ imageBuilders { totalCount } }', { headers: { 'cache-control': 'no-cache' } })
  await using second = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
  const events = await second.take(3)
  expect(tell(events)).toEqual([
    ['STATE_CHANGED', 'american', 'RUNNING'],
    ['SNAPSHOT', 'european', 'STOPPED'],
    ['SYNCED', undefined, null],
  ])
  // Broken off before the new target was all told, that one is told again, and nothing else.
  await using third = watchImageBuilders(gateway.url, `(after: "${events[0]?.cursor}")`)
  expect(tell(await third.take(2))).toEqual(tell(events.slice(1)))
})

test('a cursor of two targets, used for one: what happened there, and nothing of the other', async () => {
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

test('a changeCursor of an answer that lacks a target leads on, and has that target’s snapshot once it can be read', async () => {
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

test('a cursor of images, used for builders, tells nothing of them: RESET and the snapshot', async () => {
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

test('a cursor older than the changes that are kept, and one of a change that never was: RESET and the snapshot', async () => {
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
  // Nothing has happened since this one, however long ago that is.
  await using resumed = watchImageBuilders(gateway.url, `(after: "${young}")`)
  home.change('image-builder', 'american', { State: 'STOPPED' })
  await gateway.read('{ imageBuilders { totalCount } }', { headers: { 'cache-control': 'no-cache' } })
  expect(tell(await resumed.take(1))).toEqual([['STATE_CHANGED', 'american', 'STOPPED']])
})

test('away while nobody watched: what happened meanwhile is told on coming back, also deleted and made again', async () => {
  const { time, gateway, home } = await startBoth({ env: {} })
  await using _ = gateway
  home.putImageBuilder({ Name: 'american', State: 'STOPPED', CreatedTime: new Date('2026-01-01') })
  const first = watchImageBuilders(gateway.url, '(snapshot: true)')
  const cursor = await cursorOf(first)
  // Its leaving is noticed when the timer is set that ends the polling.
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
  ['no base64', '!'],
  ['no JSON', Buffer.from('nonsense').toString('base64url')],
  ['no process', Buffer.from('{"v":{}}').toString('base64url')],
  ['a version that is no count', Buffer.from('{"p":"p","v":{"a":-1}}').toString('base64url')],
  ['nothing', ''],
])('a cursor of %s is BAD_USER_INPUT', async (_what, cursor) => {
  const { gateway } = await startBoth()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
  expect(await events.next().catch(String)).toContain('BAD_USER_INPUT')
  expect(gateway.emulator.calls.count()).toBe(0)
})
