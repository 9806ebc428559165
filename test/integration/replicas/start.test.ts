import { expect, test } from 'vitest'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { startReplicas } from '../../support/replicas/replicas.ts'

describeWithRedis('start of a replica', () => {
  test.each(['pause', 'kill'] as const)('is ready although the engine fails meanwhile (%s)', async (end) => {
    await using redis = await startRedis()
    await using emulator = await startEmulator({ seed: emptySeed, latencyMs: 50 })
    await using replicas = await startReplicas({
      count: 1,
      environment: { AWS_ENDPOINT_URL_APPSTREAM: emulator.url, SHARED_STATE_URL: redis.url },
      onLog: (_, line) => void (line.includes('shared state available') && redis[end]()),
    })
    // Resolves only once the gateway has printed that it is ready.
    expect(replicas.running()).toHaveLength(1)
    expect(emulator.calls.count()).toBeGreaterThan(0)
    if (end === 'pause') redis.resume()
  })
})
