import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestClock, imageArn, startGateway, type TestGateway } from '../../support/gateway.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { ageEpoch, STEADY_GATEWAY } from '../../support/replicas/patience.ts'

const FLEETS = '{ appStreamFleets { nodes { name state } } }'
const STOP = 'mutation { stopAppStreamFleet(input: { name: "fleet" }) { __typename } }'
const NO_CACHE = { headers: { 'cache-control': 'no-cache' } }

describeWithRedis('replicas over one AWS', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())
  let deployments = 0

  /** Starts two gateways of a new deployment, with a running fleet. More can be added. */
  async function startTwo() {
    await using started = new AsyncDisposableStack()
    const clock = createTestClock()
    const env = { SHARED_STATE_URL: redis.url, DEPLOYMENT: `replicas-${deployments++}` }
    await ageEpoch(redis, env.DEPLOYMENT)
    const one = started.use(await startGateway({ ...STEADY_GATEWAY, env, clock }))
    one.home.putFleet({ Name: 'fleet', State: 'RUNNING' })
    const upstream = { AWS_ENDPOINT_URL_APPSTREAM: one.emulator.url }
    const start = () => startGateway({ ...STEADY_GATEWAY, env: { ...env, ...upstream }, clock })
    const other = started.use(await start())
    const running = started.move()
    return {
      one,
      other,
      clock,
      add: async () => running.use(await start()),
      putFleet: (State: string) => one.home.putFleet({ Name: 'fleet', State }),
      calls: () => one.emulator.calls.count('DescribeFleets'),
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  }

  /** Waits for the next beat of a replica, since its membership ends when the clock advances. */
  async function untilMember({ url }: TestGateway): Promise<void> {
    await vi.waitFor(
      async () => {
        const response = await fetch(new URL('/readyz', url))
        expect(await response.json()).toMatchObject({ shared: 'member' })
      },
      { timeout: 30_000, interval: 20 },
    )
  }

  async function stateAt(gateway: TestGateway, request = {}): Promise<string | undefined> {
    const { appStreamFleets } = await gateway.read<
      { appStreamFleets: { nodes: { state: string }[] } },
      Record<string, never>
    >(FLEETS, request)
    return appStreamFleets.nodes[0]?.state
  }

  test('list once for all, cold and after the maximum age', async () => {
    await using replicas = await startTwo()
    const { one, other, clock, calls, putFleet } = replicas
    expect(await Promise.all([stateAt(one), stateAt(other)])).toEqual(['RUNNING', 'RUNNING'])
    expect(calls()).toBe(1)
    putFleet('STOPPED')
    clock.advance(60_000)
    await Promise.all([one, other].map(untilMember))
    expect(await Promise.all([stateAt(other), stateAt(one)])).toEqual(['STOPPED', 'STOPPED'])
    expect(calls()).toBe(2)
  })

  test('look an image up once for all', async () => {
    await using replicas = await startTwo()
    const { one, other } = replicas
    one.home.putImage({ Name: 'image' })
    const query = `{ image(arn: "${imageArn('image')}") { name } }`
    const found = await Promise.all([one, other].map((gateway) => gateway.query(query)))
    expect(found.map(({ data }) => data)).toEqual([
      { image: { name: 'image' } },
      { image: { name: 'image' } },
    ])
    expect(one.emulator.calls.count('DescribeImages')).toBe(1)
  })

  test('serve a listing that was made before they started', async () => {
    await using replicas = await startTwo()
    await stateAt(replicas.one)
    expect(await stateAt(await replicas.add())).toBe('RUNNING')
    expect(replicas.calls()).toBe(1)
  })

  test('show a returned mutation before AWS does', async () => {
    await using replicas = await startTwo()
    const { one, other, putFleet } = replicas
    await Promise.all([stateAt(one), stateAt(other)])
    const result = await one.read<Record<string, unknown>, Record<string, never>>(STOP)
    expect(result).toEqual({ stopAppStreamFleet: { __typename: 'StopAppStreamFleetPayload' } })
    const shown = await stateAt(other)
    expect(shown).not.toBe('RUNNING')
    putFleet('RUNNING')
    expect([await stateAt(one), await stateAt(other)]).toEqual([shown, shown])
  })

  test('ask AWS for a no-cache read, and share its result', async () => {
    await using replicas = await startTwo()
    const { one, other, putFleet, calls } = replicas
    await stateAt(one)
    putFleet('STOPPED')
    expect(await stateAt(other, NO_CACHE)).toBe('STOPPED')
    expect(await stateAt(one)).toBe('STOPPED')
    expect(calls()).toBe(2)
  })
})
