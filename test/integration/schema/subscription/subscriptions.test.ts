import { expect, test } from 'vitest'
import { createTestTime, imageArn, startGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import { watchImageBuilders, watchImages } from '../../../support/subscription.ts'

async function startWatched(options: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({ ...time, ...options })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED', CreatedTime: new Date('2026-01-01') })
  return { time, gateway, home: gateway.home }
}

const IDLE_MS = 15_000

test('emits created, changed and deleted resources', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  expect(await events.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', state: 'STOPPED', previousState: null, item: { name: 'builder' } },
    { kind: 'SYNCED', state: null, item: null, failures: [] },
  ])
  home.putImageBuilder({ Name: 'later', State: 'PENDING' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({ kind: 'CREATED', state: 'PENDING', item: { name: 'later' } })
  home.change('image-builder', 'later', { State: 'RUNNING' })
  time.advance(2_000)
  expect(await events.next()).toMatchObject({
    kind: 'STATE_CHANGED',
    previousState: 'PENDING',
    state: 'RUNNING',
  })
  home.deleteImageBuilder('later')
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({
    kind: 'DELETED',
    previousState: 'RUNNING',
    state: null,
    item: { name: 'later' },
  })
})

test('emits DELETED and CREATED for a recreation between two polls', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(2)
  home.putImageBuilder({ Name: 'builder', State: 'STOPPED', CreatedTime: new Date('2026-02-02') })
  time.advance(IDLE_MS)
  expect((await events.take(2)).map(({ kind }) => kind)).toEqual(['DELETED', 'CREATED'])
})

test('resumes from a changeCursor and event cursors without gaps or duplicates', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  const { imageBuilders } = await gateway.read<{ imageBuilders: { changeCursor: string } }, never>(
    '{ imageBuilders { changeCursor } }',
  )
  home.change('image-builder', 'builder', { State: 'PENDING' })
  home.putImageBuilder({ Name: 'other', State: 'PENDING' })
  const first = watchImageBuilders(gateway.url, `(after: "${imageBuilders.changeCursor}")`)
  const [one, two] = await first.take(2)
  expect([one, two]).toMatchObject([
    { kind: 'STATE_CHANGED', item: { name: 'builder' } },
    { kind: 'CREATED', item: { name: 'other' } },
  ])
  await first[Symbol.asyncDispose]()
  home.change('image-builder', 'other', { State: 'RUNNING' })
  time.advance(2_000)
  // Resumes from between the two and from after both: only later events arrive.
  await using second = watchImageBuilders(gateway.url, `(after: "${one?.cursor}")`)
  expect(await second.take(2)).toMatchObject([
    { kind: 'CREATED', item: { name: 'other' } },
    { kind: 'STATE_CHANGED', state: 'RUNNING', item: { name: 'other' } },
  ])
  await using third = watchImageBuilders(gateway.url, `(after: "${two?.cursor}")`)
  expect(await third.next()).toMatchObject({
    kind: 'STATE_CHANGED',
    state: 'RUNNING',
    item: { name: 'other' },
  })
})

test('answers foreign, expired and mid-snapshot cursors with RESET and snapshot', async () => {
  const { time, gateway, home } = await startWatched({ env: { WATCH_LOG_MAX_ENTRIES: '1' } })
  await using _ = gateway
  const foreign = Buffer.from(JSON.stringify({ p: 'another', v: {} })).toString('base64url')
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  const [snapshot, synced] = await events.take(2)
  for (const State of ['PENDING', 'RUNNING', 'STOPPING']) {
    home.change('image-builder', 'builder', { State })
    time.advance(IDLE_MS)
    await events.next()
  }
  for (const cursor of [foreign, snapshot?.cursor, synced?.cursor]) {
    await using resumed = watchImageBuilders(gateway.url, `(after: "${cursor}")`)
    expect((await resumed.take(3)).map(({ kind }) => kind)).toEqual(['RESET', 'SNAPSHOT', 'SYNCED'])
  }
})

test('combines arns and names, and matches states before or after', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  for (const Name of ['a', 'b', 'c']) home.putImage({ Name, State: 'PENDING' })
  await using named = watchImages(gateway.url, `(names: ["a"], arns: ["${imageArn('b')}"], snapshot: true)`)
  await using available = watchImages(gateway.url, '(states: [AVAILABLE], snapshot: true)')
  expect((await named.take(3)).map(({ item }) => item?.name)).toEqual(['a', 'b', undefined])
  expect(await available.next()).toMatchObject({ kind: 'SYNCED' })

  home.change('image', 'c', { State: 'AVAILABLE' })
  home.change('image', 'b', { State: 'FAILED' })
  time.advance(2_000)
  expect(await named.next()).toMatchObject({ state: 'FAILED', item: { name: 'b' } })
  expect(await available.next()).toMatchObject({ state: 'AVAILABLE', item: { name: 'c' } })
  // A poll makes two calls; the events come from the first one.
  await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(2_000)
  home.deleteImage('c')
  time.advance(2_000)
  expect(await available.next()).toMatchObject({
    kind: 'DELETED',
    previousState: 'AVAILABLE',
    item: { name: 'c' },
  })
})

test('reports no deletions for a failing page, backs off and recovers', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  for (let index = 0; index < 120; index++) {
    home.putImageBuilder({ Name: `builder-${String(index).padStart(3, '0')}`, State: 'STOPPED' })
  }
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(122)
  const broken = gateway.emulator.faults.add({
    operation: 'DescribeImageBuilders',
    match: ({ NextToken }) => NextToken !== undefined,
    error: { type: 'AccessDeniedException' },
  })
  const calls = gateway.emulator.calls.count()
  time.advance(IDLE_MS)
  await gateway.emulator.calls.waitFor(calls + 2)
  await expect
    .poll(() => gateway.read('{ appStreamTargets { lastError } }'), { timeout: 30_000 })
    .toMatchObject({ appStreamTargets: [{ lastError: expect.stringContaining('denied') }] })
  const metrics = await (await fetch(new URL('/metrics', gateway.url))).text()
  expect(metrics).toMatch(/appstream_graphql_watch_poll_failures_total\{kind="imageBuilders".*\} 1/)
  broken.remove()
  home.deleteImageBuilder('builder')
  time.advance(30_000)
  expect(await events.next()).toMatchObject({ kind: 'DELETED', item: { name: 'builder' } })
})

test('emits the change of a mutation immediately and polls', async () => {
  const { gateway } = await startWatched()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(2)
  const polls = gateway.emulator.calls.count('DescribeImageBuilders')
  await gateway.read('mutation { startImageBuilder(input: { name: "builder" }) { __typename } }')
  expect(await events.next()).toMatchObject({
    kind: 'STATE_CHANGED',
    previousState: 'STOPPED',
    state: 'PENDING',
  })
  // The clock stands still: no timer triggers it.
  await gateway.emulator.calls.waitFor(polls + 1, 'DescribeImageBuilders')
})

test('sends an idle subscriber periodic SYNCED events with usable cursors', async () => {
  const { time, gateway } = await startWatched()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  await events.take(2)
  time.advance(60_000)
  const bookmark = await events.next()
  expect(bookmark).toMatchObject({ kind: 'SYNCED', item: null })
  await gateway.read('mutation { startImageBuilder(input: { name: "builder" }) { __typename } }')
  await using resumed = watchImageBuilders(gateway.url, `(after: "${bookmark.cursor}")`)
  expect(await resumed.next()).toMatchObject({ kind: 'STATE_CHANGED', state: 'PENDING' })
})

test('reports an unreadable target and resyncs it alone on recovery', async () => {
  const { time, gateway } = await startWatched({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  await using _ = gateway
  gateway.emulator.region('eu-west-1').putImageBuilder({ Name: 'european', State: 'RUNNING' })
  const broken = gateway.emulator.faults.add({
    region: 'eu-west-1',
    error: { type: 'AccessDeniedException' },
  })
  await using events = watchImageBuilders(gateway.url, '(snapshot: true)')
  expect(await events.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', item: { name: 'builder' } },
    { kind: 'SYNCED', failures: [{ code: 'UPSTREAM_ACCESS_DENIED' }] },
  ])
  broken.remove()
  time.advance(30_000)
  expect(await events.take(2)).toMatchObject([
    { kind: 'SNAPSHOT', item: { name: 'european' } },
    { kind: 'SYNCED', failures: [] },
  ])
})

test('resolves relations in an event as of that event', async () => {
  const { time, gateway, home } = await startWatched()
  await using _ = gateway
  const { subscribe } = await import('../../../support/subscription.ts')
  home.putImageBuilder({ Name: 'builder', State: 'STOPPED', ImageArn: imageArn('image') })
  home.putImage({ Name: 'image', State: 'PENDING' })
  const query =
    'subscription { event: imageBuilderStateChanged(snapshot: true) { kind imageBuilder { image { state } } } }'
  await using events = subscribe<{ kind: string; imageBuilder: unknown }>(gateway.url, query)
  expect((await events.take(2))[0]).toMatchObject({ imageBuilder: { image: { state: 'PENDING' } } })
  home.change('image', 'image', { State: 'AVAILABLE' })
  home.change('image-builder', 'builder', { State: 'RUNNING' })
  time.advance(IDLE_MS)
  expect(await events.next()).toMatchObject({ imageBuilder: { image: { state: 'AVAILABLE' } } })
})

test.each([
  ['snapshot with after', '(snapshot: true, after: "eyJwIjoieCJ9")'],
  ['a broken cursor', '(after: "nonsense")'],
  ['a malformed ARN', '(arns: ["nonsense"])'],
  ['the ARN of another kind', `(arns: ["${imageArn('image')}"])`],
  ['an unknown target', '(targets: [{ region: "mars-1" }])'],
])('rejects %s with BAD_USER_INPUT before calling AWS', async (_what, args) => {
  const { gateway } = await startWatched()
  await using _ = gateway
  await using events = watchImageBuilders(gateway.url, args)
  const failure = await events.next().catch(String)
  expect(failure).toContain('BAD_USER_INPUT')
  expect(gateway.emulator.calls.count()).toBe(0)
})
