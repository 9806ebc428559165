import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type GraphQLSchema, print } from 'graphql'
import { AWS_OVERLAY_MS, loadConfig } from '../../src/config.ts'
import {
  type Emulator,
  type EmulatorOptions,
  emptySeed,
  type RegionStore,
  startEmulator,
} from '../../src/emulator/server.ts'
import { createGateway } from '../../src/gateway.ts'
import type { Clock, Schedule } from '../../src/inventory/clock.ts'
import { createSchema } from '../../src/schema/index.ts'
import { createLogger } from '../../src/server/observability/logger.ts'

/** The account and region that a test's gateway serves unless it says otherwise. */
export const ACCOUNT = '123456789012'
export const REGION = 'us-east-1'

/** A whole gateway before an emulator of its own, over real sockets. */
export interface TestGateway extends AsyncDisposable {
  readonly url: string
  readonly emulator: Emulator
  /** What the emulator holds in the account and region that the gateway serves. */
  readonly home: RegionStore
  /** Sends an operation. The answer's body and status, whatever they are. */
  query<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | string,
    options?: { readonly variables?: Variables; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer<Data>>
  /** Sends an operation and gives its data; fails the test with the answer's errors if there are any. */
  read<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | string,
    options?: { readonly variables?: Variables; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Data>
}

/** An answer of the gateway. */
export interface Answer<Data> {
  readonly status: number
  readonly data?: Data | null
  readonly errors?: readonly AnswerError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** An error of an answer. */
export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** How a test's gateway differs from the default one. */
export interface TestGatewayOptions {
  /** Variables beside or instead of the defaults: a free port, and retries without a pause worth mentioning. */
  readonly env?: Readonly<Record<string, string>>
  /** An empty emulator unless told. */
  readonly emulator?: EmulatorOptions
  /** How long what a mutation returned stays on top of what the emulator shows: as long as with AWS unless told. */
  readonly overlayMs?: number
  /** Moves the ages of snapshots; the machine's clock unless told. */
  readonly clock?: Clock
  /** Sets timers; the machine's unless told. */
  readonly schedule?: Schedule
  /** Takes every log line, of every level, as it is written; without it nothing is logged. */
  readonly onLog?: (line: string) => void
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
    AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
    ...options.env,
  })
  const { clock, schedule, onLog, overlayMs = AWS_OVERLAY_MS } = options
  const logger = onLog ? createLogger('trace', { write: onLog }) : createLogger('silent')
  const gateway = started.use(
    createGateway(
      { ...config, freshness: { ...config.freshness, overlayMs } },
      { logger, schema: sharedSchema(), ...(clock && { clock }), ...(schedule && { schedule }) },
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

/** The time of a gateway, which stands still until it is moved: a clock, and timers that run when they are due. */
export interface TestTime {
  readonly clock: Clock
  readonly schedule: Schedule
  /** Moves the clock, stopping at each timer that falls due to run it. */
  advance(ms: number): void
  /** How many timers are set. */
  readonly timers: () => number
  /** In how many milliseconds each of them is due, the next one first. */
  readonly delays: () => readonly number[]
  /** Resolves when the next timer is set: a poll that is under way sets one when it is through. */
  readonly nextTimer: () => Promise<void>
}

/** Makes a time that stands still. */
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

/** A clock for the gateway that stands still until it is moved. */
export function createTestClock(): Clock & { advance(ms: number): void } {
  let now = Date.now()
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

/** The ARN of an image in the account and region that the gateway serves. */
export function imageArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:image/${name}`
}

/** The ARN of an image builder in the account and region that the gateway serves. */
export function imageBuilderArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:image-builder/${name}`
}
