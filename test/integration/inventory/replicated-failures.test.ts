import { afterAll, beforeAll, expect, test } from 'vitest'
import { imageArn } from '../../support/gateway.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { SLOW, startReplicatedGateways } from '../../support/replicas/replicated-gateways.ts'

/** The emulator, in this process, answers within this time, except while it hangs. */
const TIMEOUT = { UPSTREAM_TIMEOUT_MS: '3000', UPSTREAM_LISTING_TIMEOUT_MS: '3000' }
const REPLICAS = 4

let redis: RedisServer

describeWithRedis('replicas that wait for a hanging call', () => {
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  test.each([
    ['a listing', 'DescribeFleets', '{ appStreamFleets { nodes { name } } }'],
    ['one resource', 'DescribeFleets', '{ appStreamFleet(name: "fleet") { name } }'],
    ['an image', 'DescribeImages', `{ image(arn: "${imageArn('image')}") { name } }`],
    ['tags', 'ListTagsForResource', '{ appStreamFleets { nodes { tags { key } } } }'],
  ])('fail with it together: %s', async (_value, operation, query) => {
    await using replicas = await startReplicatedGateways(redis, REPLICAS, { ...SLOW, ...TIMEOUT })
    const { gateways, home, emulator } = replicas
    home.putFleet({ Name: 'fleet' })
    home.putImage({ Name: 'image' })
    emulator.faults.add({ operation, hang: true })
    const failed = await Promise.all(gateways.map((gateway) => gateway.query(query)))
    for (const { errors } of failed) expect(errors?.[0]?.extensions['code']).toBe('UPSTREAM_TIMEOUT')
    expect(emulator.calls.count(operation)).toBe(1)

    emulator.faults.clear()
    await Promise.all(gateways.map((gateway) => gateway.read(query)))
    expect(emulator.calls.count(operation)).toBe(2)
  })
})
