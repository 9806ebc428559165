import { type Emulator, type RegionStore, type Seed, startEmulator } from '../../../src/emulator/server.ts'
import { type RedisServer, startRedis } from '../../support/redis-server.ts'
import { type Environment, type Replicas, startReplicas } from '../../support/replicas/replicas.ts'
import { benchRegion, benchSeed } from '../seed.ts'
import { MEMORY_REPORT, UNBOUND } from '../servers/measured-gateway.ts'

/** Replicas, or a single process, with an AppStream of their own. */
export interface ReplicaStage extends AsyncDisposable {
  readonly replicas: Replicas
  readonly emulator: Emulator
  readonly home: RegionStore
  /** Undefined for a single process. */
  readonly redis: RedisServer | undefined
}

/** Milliseconds between polls of a kind without transitions. */
export const IDLE_INTERVAL_MS = 2_000

/** Polls as rarely as in production, except for a kind with a resource in transition: its events are measured. */
const ENVIRONMENT: Environment = {
  ...UNBOUND,
  WATCH_IDLE_INTERVAL_MS: String(IDLE_INTERVAL_MS),
  WATCH_ACTIVE_INTERVAL_MS: '100',
  WATCH_LINGER_MS: '0',
  // Warm queries cause no listing: only their own cost is measured.
  MAX_STALENESS_MS: '600000',
  UPSTREAM_POLLS_PER_SECOND: '100',
  UPSTREAM_CALLS_PER_SECOND: '1000',
  UPSTREAM_WRITES_PER_SECOND: '1000',
  LOG_LEVEL: 'warn',
}

/** 25 image builders (one is watched), 25 images, a fleet and a stack. */
const seed: Seed = (context) => {
  benchSeed(context)
  const region = context.store.region(benchRegion, context.accountId)
  region.putFleet({ Name: 'fleet', State: 'RUNNING' })
  region.putStack({ Name: 'stack' })
}

/** Starts replicas that share their state. */
export function startSharedStage(count: number, environment: Environment = {}): Promise<ReplicaStage> {
  return startStage(count, environment, true)
}

/** Starts a process that shares nothing. */
export function startLoneStage(environment: Environment = {}): Promise<ReplicaStage> {
  return startStage(1, environment, false)
}

async function startStage(count: number, environment: Environment, isShared: boolean): Promise<ReplicaStage> {
  await using started = new AsyncDisposableStack()
  const redis = isShared ? started.use(await startRedis()) : undefined
  const emulator = started.use(await startEmulator({ seed }))
  const replicas = started.use(
    await startReplicas({
      count,
      preloads: [MEMORY_REPORT],
      environment: {
        ...ENVIRONMENT,
        AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
        ...(redis !== undefined && { SHARED_STATE_URL: redis.url }),
        ...environment,
      },
    }),
  )
  const running = started.move()
  return {
    replicas,
    emulator,
    home: emulator.region(benchRegion),
    redis,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
