import { randomUUID } from 'node:crypto'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { REGION, startGateway, type TestGateway } from '../gateway.ts'
import type { RedisServer } from '../redis-server.ts'
import { ageEpoch, STEADY_GATEWAY } from './patience.ts'

/** Starts gateways of one deployment over one emulator, in this process. */
export async function startReplicatedGateways(
  redis: RedisServer,
  count: number,
  env: Readonly<Record<string, string>> = {},
) {
  await using started = new AsyncDisposableStack()
  const emulator = started.use(await startEmulator({ seed: emptySeed }))
  const running = new Map<TestGateway, AsyncDisposable>()
  started.defer(async () => {
    await Promise.all([...running.keys()].map((gateway) => gateway[Symbol.asyncDispose]()))
  })
  async function start(): Promise<TestGateway> {
    const gateway = await startGateway({
      ...STEADY_GATEWAY,
      env: {
        AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
        SHARED_STATE_URL: redis.url,
        DEPLOYMENT: deployment,
        WATCH_LINGER_MS: '0',
        ...env,
      },
    })
    running.set(gateway, gateway)
    return gateway
  }
  const deployment = randomUUID()
  await ageEpoch(redis, deployment)
  const gateways: TestGateway[] = []
  for (let index = 0; index < count; index++) gateways.push(await start())
  const [first, second, third] = gateways
  if (first === undefined) throw new Error('At least one replica is required.')
  const all = started.move()
  return {
    emulator,
    home: emulator.region(REGION),
    gateways,
    first,
    second: second ?? first,
    third: third ?? first,
    start,
    async stop(gateway: TestGateway) {
      running.delete(gateway)
      await gateway[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Intervals that no test waits for. */
export const SLOW = {
  WATCH_ACTIVE_INTERVAL_MS: '600000',
  WATCH_IDLE_INTERVAL_MS: '600000',
  MAX_STALENESS_MS: '600000',
}
