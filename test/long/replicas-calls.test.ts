import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Call, type Emulator, emptySeed, startEmulator } from '../../src/emulator/server.ts'
import { attempts } from '../support/attempts.ts'
import { REGION } from '../support/gateway.ts'
import { describeWithRedis, startRedis } from '../support/redis-server.ts'
import { type IdentifiedReplicas, startIdentifiedReplicas } from '../support/replicas/identified-replicas.ts'
import type { Replica } from '../support/replicas/replicas.ts'
import { type Subscription, subscribe, type WatchEvent } from '../support/subscription.ts'

const POLL_MS = 250
/** Longer than the queries of all replicas take on a busy machine. */
const STALENESS_MS = 1_500
/** A rate has no event to wait for. */
const WINDOW_MS = 5_000
/** One that has died is noticed after its membership of 2 s has expired, at the next beat. */
const TAKEOVER_MS = 3_000
const PAUSE_MS = 5_000
/** A replica that was paused may call AWS until its next beat. */
const SETTLED_MS = 1_000
const CHANGES = 100
const STATES = ['PENDING', 'RUNNING', 'STOPPING', 'STOPPED']
const LISTING =
  '{ imageBuilders { totalCount } appStreamFleets { totalCount } appStreamStacks { totalCount } }'
const FIELDS = ['imageBuilderStateChanged', 'appStreamFleetStateChanged'] as const

interface Deployment extends AsyncDisposable {
  readonly emulator: Emulator
  readonly replicas: IdentifiedReplicas
}

async function startDeployment(count: number, pollMs: number): Promise<Deployment> {
  await using started = new AsyncDisposableStack()
  const redis = started.use(await startRedis())
  const emulator = started.use(await startEmulator({ seed: emptySeed }))
  const home = emulator.region(REGION)
  home.putImageBuilder({ Name: 'builder', State: 'RUNNING' })
  home.putFleet({ Name: 'fleet', State: 'RUNNING' })
  const replicas = started.use(
    await startIdentifiedReplicas(count, {
      AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
      SHARED_STATE_URL: redis.url,
      MAX_STALENESS_MS: String(STALENESS_MS),
      WATCH_ACTIVE_INTERVAL_MS: String(pollMs),
      WATCH_IDLE_INTERVAL_MS: String(pollMs),
      WATCH_LINGER_MS: '0',
      LOG_LEVEL: 'error',
    }),
  )
  const running = started.move()
  return { emulator, replicas, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Subscribes at every replica; resolves once all have the snapshot. */
async function followAt(
  replicas: readonly Replica[],
  fields: readonly (typeof FIELDS)[number][],
): Promise<{ readonly subscriptions: readonly Subscription<WatchEvent>[] } & AsyncDisposable> {
  const stack = new AsyncDisposableStack()
  const subscriptions = replicas.flatMap(({ url }) =>
    fields.map((field) =>
      stack.use(
        subscribe<WatchEvent>(url, `subscription { event: ${field}(snapshot: true) { kind state } }`),
      ),
    ),
  )
  await Promise.all(subscriptions.map((subscription) => subscription.take(2)))
  return { subscriptions, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const isPoll = ({ operation, input }: Call) =>
  operation.startsWith('Describe') && input['NextToken'] === undefined

describeWithRedis('AWS calls of replicas', () => {
  test('several replicas read and poll as often as one', async () => {
    await using deployment = await startDeployment(1, POLL_MS)
    const { emulator, replicas } = deployment
    const cold = new Map<number, number>()
    const polls = new Map<number, number>()
    for (const count of [1, 2, 4, 8]) {
      while (replicas.running().length < count) await replicas.add()
      const isAsOne = (calls: number) => calls === (cold.get(1) ?? calls)
      const coldCalls = await attempts(async () => {
        await wait(2 * STALENESS_MS)
        emulator.calls.clear()
        await Promise.all(replicas.running().map(({ url }) => post(url, LISTING)))
        return emulator.calls.count()
      }, isAsOne)
      cold.set(count, Math.min(...coldCalls))

      await using _ = await followAt(replicas.running(), FIELDS)
      const one = polls.get(1)
      const isNearOne = (calls: number) => one === undefined || Math.abs(calls - one) < one / 10
      const pollCalls = await attempts(async () => {
        emulator.calls.clear()
        await wait(WINDOW_MS)
        return emulator.calls.count()
      }, isNearOne)
      polls.set(count, pollCalls.find(isNearOne) ?? Math.max(...pollCalls))
    }
    console.info('calls of a cold query', cold, `polls in ${WINDOW_MS} ms`, polls)
    for (const [count, calls] of cold) expect(calls, `cold, ${count} replicas`).toBe(cold.get(1))
    const one = polls.get(1) ?? 0
    expect(one).toBeGreaterThan(WINDOW_MS / POLL_MS)
    for (const [count, calls] of polls) {
      expect(Math.abs(calls - one), `${calls} polls of ${count} replicas, ${one} of one`).toBeLessThan(
        one / 10,
      )
    }
  })

  test('another replica polls within 3 s after a kill or a pause', async () => {
    await using deployment = await startDeployment(3, 200)
    const { emulator, replicas } = deployment
    await using _ = await followAt(replicas.all, ['imageBuilderStateChanged'])
    const holder = () => {
      const call = emulator.calls.all.findLast(isPoll)
      const replica = call && replicas.callerOf(call)
      if (replica === undefined) throw new Error('No replica polls.')
      return replica
    }

    async function takeover(end: (replica: Replica) => unknown): Promise<number> {
      const before = holder()
      await end(before)
      const since = Date.now()
      const isOther = (call: Call) =>
        isPoll(call) && replicas.callerOf(call) !== before && call.startedAt > since
      for (;;) {
        const call = emulator.calls.all.findLast(isOther)
        if (call !== undefined) return call.startedAt - since
        await wait(10)
      }
    }

    const isInTime = (ms: number) => ms < TAKEOVER_MS
    const pauses = await attempts(async () => {
      const paused = holder()
      const took = await takeover((replica) => replica.pause())
      await wait(PAUSE_MS - took)
      paused.resume()
      const after = Date.now()
      await wait(2 * SETTLED_MS)
      const late = emulator.calls.all.filter(({ startedAt }) => startedAt > after + SETTLED_MS)
      expect(new Set(late.map(replicas.callerOf)).size, 'replicas that poll after the pause').toBe(1)
      return took
    }, isInTime)
    const kills = await attempts(async () => {
      const took = await takeover((replica) => void replica.process.kill('SIGKILL'))
      await replicas.add()
      return took
    }, isInTime)
    console.info('takeover in ms', { pauses, kills })
    expect(Math.min(...pauses)).toBeLessThan(TAKEOVER_MS)
    expect(Math.min(...kills)).toBeLessThan(TAKEOVER_MS)
  })

  test('99 % of changes reach every replica within 50 ms', async () => {
    await using deployment = await startDeployment(4, 100)
    const { emulator, replicas } = deployment
    await using followed = await followAt(replicas.all, ['imageBuilderStateChanged'])
    const home = emulator.region(REGION)
    const slowest = await attempts(
      async () => {
        const lags: number[] = []
        for (let change = 0; change < CHANGES; change++) {
          home.change('image-builder', 'builder', { State: STATES[change % STATES.length] })
          const changedAt = Date.now()
          const arrivals = await Promise.all(
            followed.subscriptions.map((subscription) => subscription.next().then(() => Date.now())),
          )
          const seen = emulator.calls.all.find(({ startedAt }) => startedAt >= changedAt)
          lags.push(Math.max(...arrivals) - (seen?.endedAt ?? Number.NEGATIVE_INFINITY))
        }
        lags.sort((one, other) => one - other)
        const p99 = lags[Math.floor(CHANGES * 0.99) - 1] ?? Number.POSITIVE_INFINITY
        console.info('ms from the poll to the last replica: p50', lags[CHANGES / 2], 'p99', p99)
        return p99
      },
      (ms) => ms < 50,
    )
    expect(Math.min(...slowest)).toBeLessThan(50)
  })
})

async function post(url: string, query: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  expect(await response.json()).toEqual({ data: expect.anything() })
}
