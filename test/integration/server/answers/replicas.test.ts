import { afterAll, beforeAll, expect, test } from 'vitest'
import { mutate } from '../../../support/mutate.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../../support/redis-server.ts'
import { SLOW, startReplicatedGateways } from '../../../support/replicas/replicated-gateways.ts'
import { gatewayOutcomes } from './support.ts'

const QUERY = '{ imageBuilders { nodes { name state } } }'

let redis: RedisServer

describeWithRedis('kept answers of replicas', () => {
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  test('end with a mutation at another replica', async () => {
    await using replicas = await startReplicatedGateways(redis, 2, SLOW)
    const { home, first, second } = replicas
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    const stopped = { imageBuilders: { nodes: [{ name: 'builder', state: 'STOPPED' }] } }
    for (let time = 0; time < 2; time++) expect(await second.read(QUERY)).toEqual(stopped)
    expect(await gatewayOutcomes(second)).toMatchObject({ hit: 1, miss: 1 })
    await mutate(first, 'startImageBuilder', { name: 'builder' })

    expect(await second.read(QUERY)).not.toEqual(stopped)
    expect(await gatewayOutcomes(second)).toMatchObject({ hit: 1, outdated: 1, miss: 1 })
  })
})
