import { afterAll, beforeAll, expect, test } from 'vitest'
import { mutate } from '../../support/mutate.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { SLOW, startReplicatedGateways } from '../../support/replicas/replicated-gateways.ts'
import { type Subscription, type WatchEvent, watchImageBuilders } from '../../support/subscription.ts'

let redis: RedisServer

/** Returns the cursor of the next SYNCED event. */
async function synced(subscription: Subscription<WatchEvent>): Promise<string> {
  for (;;) {
    const event = await subscription.next()
    if (event.kind === 'SYNCED') return event.cursor
  }
}

const FAST = { WATCH_ACTIVE_INTERVAL_MS: '200', WATCH_IDLE_INTERVAL_MS: '200' }

describeWithRedis('replicas', () => {
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  test('one polls for all, and each sends every event', async () => {
    await using replicas = await startReplicatedGateways(redis, 3, FAST)
    const { home, gateways, emulator } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    await using stack = new AsyncDisposableStack()
    const subscriptions = gateways.map(({ url }) => stack.use(watchImageBuilders(url, '(snapshot: true)')))
    await Promise.all(subscriptions.map(synced))
    await emulator.calls.waitFor(emulator.calls.count('DescribeImageBuilders') + 2, 'DescribeImageBuilders')
    emulator.calls.clear()
    const startedAt = performance.now()
    for (const state of ['PENDING', 'RUNNING', 'STOPPING', 'STOPPED'] as const) {
      home.change('image-builder', 'builder', { State: state })
      const events = await Promise.all(subscriptions.map((subscription) => subscription.next()))
      expect(events.map((event) => event.state)).toEqual([state, state, state])
      expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(1)
    }
    const intervals = (performance.now() - startedAt) / 200
    expect(emulator.calls.count('DescribeImageBuilders')).toBeLessThanOrEqual(intervals + 1)
    expect(emulator.calls.maxInFlight('DescribeImageBuilders')).toBe(1)
  })

  test('a replica without subscribers serves the polls of another', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, { ...FAST, MAX_STALENESS_MS: '1' })
    const { home, first, second, emulator } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    await using subscription = watchImageBuilders(first.url, '(snapshot: true)')
    await synced(subscription)
    const query = '{ imageBuilder(name: "builder") { state } }'
    // The first read joins the journal of the polls.
    await second.read(query)
    await emulator.calls.waitFor(emulator.calls.count('DescribeImageBuilders') + 2, 'DescribeImageBuilders')
    emulator.calls.clear()
    const startedAt = performance.now()
    for (let count = 0; count < 50; count++) {
      expect(await second.read(query)).toEqual({ imageBuilder: { state: 'STOPPED' } })
    }
    const intervals = (performance.now() - startedAt) / 200
    expect(emulator.calls.count('DescribeImageBuilders')).toBeLessThanOrEqual(intervals + 1)
  })

  test('another replica polls when the poller stops', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, FAST)
    const { home, first, second, stop } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    const early = watchImageBuilders(first.url, '(snapshot: true)')
    await synced(early)
    home.change('image-builder', 'builder', { State: 'PENDING' })
    expect(await early.next()).toMatchObject({ state: 'PENDING' })
    await using late = watchImageBuilders(second.url, '(snapshot: true)')
    await synced(late)
    await stop(first)
    home.change('image-builder', 'builder', { State: 'RUNNING' })
    expect(await late.next()).toMatchObject({ state: 'RUNNING' })
  })

  test('a mutation at one replica emits an event and a poll at another', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, SLOW)
    const { home, first, second, emulator } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    await using subscription = watchImageBuilders(second.url, '(snapshot: true)')
    await synced(subscription)
    emulator.calls.clear()
    await mutate(first, 'startImageBuilder', { name: 'builder' })
    expect(await subscription.next()).toMatchObject({ state: 'PENDING', previousState: 'STOPPED' })
    await emulator.calls.waitFor(1, 'DescribeImageBuilders')
  })

  test('reports a failure of the poller in the bookmarks of all', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, {
      ...FAST,
      WATCH_BOOKMARK_INTERVAL_MS: '1000',
    })
    const { home, first, second, emulator } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    await using polling = watchImageBuilders(first.url, '(snapshot: true)')
    await synced(polling)
    await using other = watchImageBuilders(second.url, '(snapshot: true)')
    await synced(other)
    const fault = emulator.faults.add({
      operation: 'DescribeImageBuilders',
      error: { type: 'AccessDeniedException', message: 'no' },
    })
    for (;;) {
      const { failures } = await other.next()
      if (failures.length === 0) continue
      expect(failures).toEqual([{ code: 'UPSTREAM_ACCESS_DENIED' }])
      break
    }
    fault.remove()
    while ((await other.next()).failures.length > 0);
  })

  test('any of them resumes a cursor, also after a rolling restart', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, FAST)
    const { home, first, second, start, stop } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    const begun = watchImageBuilders(first.url, '(snapshot: true)')
    const cursor = await synced(begun)
    home.change('image-builder', 'builder', { State: 'PENDING' })
    expect(await begun.next()).toMatchObject({ state: 'PENDING' })
    await using resumed = watchImageBuilders(second.url, `(after: "${cursor}")`)
    expect(await resumed.next()).toMatchObject({ state: 'PENDING', previousState: 'STOPPED' })
    const third = await start()
    await stop(first)
    await using bridging = watchImageBuilders(third.url, '(snapshot: true)')
    await synced(bridging)
    home.change('image-builder', 'builder', { State: 'RUNNING' })
    expect(await bridging.next()).toMatchObject({ state: 'RUNNING' })
    await stop(second)
    const fourth = await start()
    await stop(third)
    await using last = watchImageBuilders(fourth.url, `(after: "${cursor}")`)
    expect((await last.take(2)).map(({ kind, state }) => [kind, state])).toEqual([
      ['STATE_CHANGED', 'PENDING'],
      ['STATE_CHANGED', 'RUNNING'],
    ])
  })

  test('a cursor of a query at one resumes at another', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, FAST)
    const { home, first, second } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    const { imageBuilders } = await first.read<{ imageBuilders: { changeCursor: string } }, never>(
      '{ imageBuilders { changeCursor } }',
    )
    home.change('image-builder', 'builder', { State: 'PENDING' })
    await using resumed = watchImageBuilders(second.url, `(after: "${imageBuilders.changeCursor}")`)
    expect(await resumed.next()).toMatchObject({ kind: 'STATE_CHANGED', state: 'PENDING' })
  })
})
