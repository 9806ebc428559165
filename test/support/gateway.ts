import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type GraphQLSchema, print } from 'graphql'
import type { Clock, Schedule } from '../../src/clock.ts'
import { AWS_OVERLAY_MS, loadConfig } from '../../src/config.ts'
import {
  type Emulator,
  type EmulatorOptions,
  emptySeed,
  type RegionStore,
  startEmulator,
} from '../../src/emulator/server.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/logger.ts'
import { createSchema } from '../../src/schema/index.ts'
import { loadShared, type SharedStateSettings } from '../../src/shared/load.ts'

/** Default account and region of a test gateway. */
export const ACCOUNT = '123456789012'
export const REGION = 'us-east-1'

/** Complete gateway with its own emulator, over real sockets. */
export interface TestGateway extends AsyncDisposable {
  readonly url: string
  readonly emulator: Emulator
  /** Contents of the emulator in the account and region of the gateway. */
  readonly home: RegionStore
  /** Sends an operation and returns the body and status of any response. */
  query<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | string,
    options?: { readonly variables?: Variables; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer<Data>>
  /** Sends an operation and returns its data; fails the test on errors. */
  read<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | string,
    options?: { readonly variables?: Variables; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Data>
}

/** Response of the gateway. */
export interface Answer<Data> {
  readonly status: number
  readonly data?: Data | null
  readonly errors?: readonly AnswerError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Error in a response. */
export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** Differences from the default test gateway. */
export interface TestGatewayOptions {
  /**
   * Environment variables in addition to the defaults: a free port, retries with a negligible delay, and no waits or
   * ages that a slow machine could exceed.
   */
  readonly env?: Readonly<Record<string, string>>
  /** Default: an empty emulator. */
  readonly emulator?: EmulatorOptions
  /** Duration of overlays from mutations. Default: as with AWS. */
  readonly overlayMs?: number
  /** Advances the age of snapshots. Default: the machine's clock. */
  readonly clock?: Clock
  /** Sets timers. Default: the machine's timers. */
  readonly schedule?: Schedule
  /** Differences of the times of shared state from their defaults. */
  readonly sharedTimes?: Pick<SharedStateSettings, 'times' | 'claimTimes'>
  /** Default: the schema of the gateway. */
  readonly schema?: GraphQLSchema
  /** Receives log lines of every level; without it, logging is off. */
  readonly onLog?: (line: string) => void
}

/** Longer than any test. */
const TEN_MINUTES_MS = '600000'

/** On the machine's clock, a snapshot would expire or be renewed while a slow machine runs a test. */
const NEVER_EXPIRING = {
  MAX_STALENESS_MS: TEN_MINUTES_MS,
  DETAILS_STALENESS_MS: TEN_MINUTES_MS,
  SESSIONS_STALENESS_MS: TEN_MINUTES_MS,
}

let builtSchema: GraphQLSchema | undefined

/** Returns the schema that all gateways of a test process share, since building one takes longer than most tests. */
export function sharedSchema(): GraphQLSchema {
  builtSchema ??= createSchema()
  return builtSchema
}

/** Starts a gateway on a free port; `await using` stops it and its emulator. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  await using started = new AsyncDisposableStack()
  const emulator = started.use(await startEmulator({ seed: emptySeed, ...options.emulator }))
  const config = loadConfig({
    PORT: '0',
    UPSTREAM_RETRY_BASE_MS: '1',
    // Even on a manual clock, patience may end by a real timer.
    READ_PATIENCE_MS: TEN_MINUTES_MS,
    QUERY_TIMEOUT_MS: TEN_MINUTES_MS,
    ...(options.clock === undefined && NEVER_EXPIRING),
    AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
    ...options.env,
  })
  const { clock, schedule, onLog, overlayMs = AWS_OVERLAY_MS, sharedTimes } = options
  const logger = onLog ? createLogger('trace', { write: onLog }) : createLogger('silent')
  const createShared = await loadShared(config.sharedState && { ...config.sharedState, ...sharedTimes })
  const gateway = started.use(
    createGateway(
      { ...config, freshness: { ...config.freshness, overlayMs } },
      {
        logger,
        schema: options.schema ?? sharedSchema(),
        createShared,
        ...(clock && { clock }),
        ...(schedule && { schedule }),
      },
    ),
  )
  await gateway.start()

  const query: TestGateway['query'] = async (document, { variables, headers } = {}) => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: typeof document === 'string' ? document : print(document), variables }),
    })
    return { ...(await response.json()), status: response.status }
  }
  const running = started.move()
  return {
    url: gateway.url,
    emulator,
    home: emulator.region(REGION),
    query,
    async read(document, request) {
      const answer = await query(document, request)
      if (answer.errors !== undefined || answer.data == null) {
        throw new Error(`The gateway answered ${JSON.stringify(answer, null, 2)}`)
      }
      return answer.data
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Manual time of a gateway: a clock, and timers that run when due. */
export interface TestTime {
  readonly clock: Clock
  readonly schedule: Schedule
  /** Advances the clock, running each timer that falls due. */
  advance(ms: number): void
  /** Returns the number of timers. */
  readonly timers: () => number
  /** Returns the remaining milliseconds of all timers, in ascending order. */
  readonly delays: () => readonly number[]
  /** Resolves when the next timer is set, as a running poll does at its end. */
  readonly nextTimer: () => Promise<void>
}

/** Creates a manual time. */
export function createTestTime(): TestTime {
  let now = Date.now()
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  let awaited = Promise.withResolvers<void>()
  return {
    clock: { now: () => now },
    schedule(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.add(timer)
      awaited.resolve()
      awaited = Promise.withResolvers<void>()
      return () => timers.delete(timer)
    },
    timers: () => timers.size,
    delays: () => [...timers].map(({ at }) => at - now).sort((one, other) => one - other),
    nextTimer: () => awaited.promise,
    advance(ms) {
      const until = now + ms
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0]
        if (due === undefined) break
        timers.delete(due)
        now = Math.max(now, due.at)
        due.run()
      }
      now = until
    },
  }
}

/** Creates a manual clock. */
export function createTestClock(): Clock & { advance(ms: number): void } {
  let now = Date.now()
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

/** Returns the ARN of an image in the account and region of the gateway. */
export function imageArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:image/${name}`
}

/** Returns the ARN of an image builder in the account and region of the gateway. */
export function imageBuilderArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:image-builder/${name}`
}
