import { afterAll, beforeAll, expect, test } from 'vitest'
import { imageArn, imageBuilderArn, type TestGateway } from '../../support/gateway.ts'
import { mutate } from '../../support/mutate.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { SLOW, startReplicatedGateways } from '../../support/replicas/replicated-gateways.ts'

let redis: RedisServer

describeWithRedis('replicas', () => {
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  test('read tags once, and all see a change at once', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, SLOW)
    const { home, first, second, emulator } = replicas
    home.putImageBuilder({ Name: 'builder' })
    home.setTags(imageBuilderArn('builder'), { team: 'cad' })
    const query = '{ imageBuilder(name: "builder") { tags { value } } }'
    for (const gateway of [first, second]) {
      expect(await gateway.read(query)).toEqual({ imageBuilder: { tags: [{ value: 'cad' }] } })
    }
    expect(emulator.calls.count('ListTagsForResource')).toBe(1)
    await mutate(first, 'tagAppStreamResource', {
      resourceArn: imageBuilderArn('builder'),
      tags: [{ key: 'team', value: 'ops' }],
    })
    for (const gateway of [second, first]) {
      expect(await gateway.read(query)).toEqual({ imageBuilder: { tags: [{ value: 'ops' }] } })
    }
    expect(emulator.calls.count('ListTagsForResource')).toBe(2)
  })

  test('read associations once, and all see a change at once', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, SLOW)
    const { home, first, second, emulator } = replicas
    home.putStack({ Name: 'stack' })
    home.putFleet({ Name: 'fleet' })
    const query = '{ appStreamStacks { nodes { fleets { nodes { name } } } } }'
    const fleetsAt = async (gateway: TestGateway) => JSON.stringify(await gateway.read(query))
    for (const gateway of [first, second]) expect(await fleetsAt(gateway)).not.toContain('fleet"')
    const calls = () =>
      emulator.calls.count('ListAssociatedFleets') + emulator.calls.count('ListAssociatedStacks')
    expect(calls()).toBe(1)
    await mutate(first, 'associateAppStreamFleet', { fleetName: 'fleet', stackName: 'stack' })
    for (const gateway of [second, first]) expect(await fleetsAt(gateway)).toContain('fleet"')
    expect(calls()).toBe(2)
  })

  test('look images up once', async () => {
    await using replicas = await startReplicatedGateways(redis, 3, SLOW)
    const { home, gateways, emulator } = replicas
    home.putImage({ Name: 'image' })
    emulator.faults.add({ operation: 'DescribeImages', latencyMs: 50 })
    const query = `{ image(arn: "${imageArn('image')}") { state } }`
    const answers = await Promise.all(gateways.map((gateway) => gateway.read(query)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(emulator.calls.count('DescribeImages')).toBe(1)
  })

  test('list entitlements once, and see those that another one creates', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, SLOW)
    const { home, first, second, emulator } = replicas
    home.putStack({ Name: 'stack' })
    const query = '{ appStreamStacks { nodes { entitlements { nodes { name } } } } }'
    const entitlementsAt = async (gateway: TestGateway) => JSON.stringify(await gateway.read(query))
    for (const gateway of [first, second]) expect(await entitlementsAt(gateway)).not.toContain('all')
    const attributes = [{ name: 'roles', value: 'a' }]
    const entitlement = { stackName: 'stack', name: 'all', appVisibility: 'ALL', attributes }
    await mutate(second, 'createAppStreamEntitlement', entitlement)
    for (const gateway of [first, second]) expect(await entitlementsAt(gateway)).toContain('all')
    expect(emulator.calls.count('DescribeEntitlements')).toBe(1)
  })

  test('hint at a resource that another replica created recently', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, SLOW)
    const { first, second, home, emulator } = replicas
    home.putFleet({ Name: 'fleet' })
    await mutate(first, 'createAppStreamStack', { name: 'stack' })
    emulator.faults.add({
      operation: 'AssociateFleet',
      error: { type: 'ResourceNotFoundException', message: 'no stack' },
    })
    const answer = await mutate(second, 'associateAppStreamFleet', { fleetName: 'fleet', stackName: 'stack' })
    expect(answer).toMatchObject({ retryable: true })
  })
})
