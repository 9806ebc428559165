import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { type Schedule, systemSchedule } from '../../../src/clock.ts'
import { companySeed, type Emulator, manualClock } from '../../../src/emulator/server.ts'
import { createTestClock, REGION, startGateway } from '../gateway.ts'
import { startIssuer } from '../issuer.ts'
import { scrape } from '../metrics.ts'

/** Turns of the event loop between the response to one AWS call and the next call, generously. */
const TURNS_BETWEEN_CALLS = 20
/** Node publishes the request of each HTTP client here. The SDK is one; `fetch` is not. */
const REQUESTS = 'http.client.request.start'
const METRICS_TOKEN = 'a-token-of-the-twin-gateways-of-a-test'

/**
 * Timers run late. On a busy machine, one of the twins may wait for AWS longer than the other, and would serve a stale value
 * or give up a trial call after a second or two.
 */
const unhurried: Schedule = (delayMs, run) => systemSchedule(100 * delayMs, run)

/** Response without what two gateways choose at random. */
export interface TwinResponse {
  /** Status and headers, as lines. */
  readonly head: string
  readonly text: string
}

/** One of two gateways with equal state. */
export interface Twin {
  readonly emulator: Emulator
  /** Sends an operation and returns the response. */
  send(document: string, headers: Readonly<Record<string, string>>): Promise<TwinResponse>
  /** Returns the number of AWS calls since the last call of this function. */
  takeCalls(): number
  /** Returns the number of answers by outcome. */
  outcomes(): Promise<Readonly<Record<string, number>>>
}

/**
 * Starts two gateways that differ in their environment, each over an emulator of its own with the same company. Both
 * emulators and gateways have the same manual time.
 */
export async function startTwins(
  envs: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>],
) {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const underWay = started.use(observeCalls())
  const clock = createTestClock()
  const awsClock = manualClock()
  const twins: Twin[] = []
  for (const env of envs) {
    const gateway = started.use(
      await startGateway({
        clock,
        schedule: unhurried,
        emulator: { seed: companySeed, clock: awsClock, behaviour: { visibleAfterMs: 0 } },
        env: {
          AWS_REGIONS: 'us-east-1,eu-west-1',
          UPSTREAM_MAX_ATTEMPTS: '1',
          UPSTREAM_TIMEOUT_MS: '600000',
          UPSTREAM_LISTING_TIMEOUT_MS: '600000',
          MAX_COST: '100000000',
          MAX_ALIASES: '1000',
          CALLER_MAX_RUNNING_COST: '0',
          METRICS_TOKEN,
          ...issuer.env,
          ...env,
        },
      }),
    )
    const { emulator, url } = gateway
    twins.push({
      emulator,
      async send(document, headers) {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query: document }),
        })
        const text = await response.text()
        return { head: headOf(response), text: comparable(text) }
      },
      takeCalls() {
        const count = emulator.calls.count()
        emulator.calls.clear()
        return count
      },
      async outcomes() {
        const samples = await scrape(url, 'answers_total', METRICS_TOKEN)
        return Object.fromEntries(samples.map(({ labels, value }) => [labels['outcome'] ?? '', value]))
      },
    })
  }
  const [on, off] = twins
  if (on === undefined || off === undefined) throw new Error('A gateway is missing.')
  const running = started.move()
  return {
    on,
    off,
    issuer,
    region: REGION,
    advance(ms: number) {
      clock.advance(ms)
      awsClock.advance(ms)
    },
    /** Resolves once no AWS call is under way at either gateway. */
    settle: underWay.settle,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Observes the AWS calls of this process: those that have not reached the emulator yet are under way, too. */
function observeCalls() {
  const open = new Set<ClientRequest>()
  const note = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest }
    open.add(request)
    request.once('close', () => open.delete(request))
  }
  subscribe(REQUESTS, note)
  return {
    async settle(): Promise<void> {
      for (let quiet = 0; quiet < TURNS_BETWEEN_CALLS; quiet = open.size === 0 ? quiet + 1 : 0)
        await setImmediate()
    },
    [Symbol.dispose]: () => void unsubscribe(REQUESTS, note),
  }
}

/** Headers that differ between any two responses, or whose text is compared without its length. */
const RANDOM_HEADERS: ReadonlySet<string> = new Set(['date', 'x-request-id', 'content-length'])

/** Returns the status and headers of a response; the order of headers means nothing. */
function headOf({ status, headers }: Response): string {
  const lines = [...headers].filter(([name]) => !RANDOM_HEADERS.has(name)).map((pair) => pair.join(': '))
  return [status, ...lines].join('\n')
}

/** Replaces what two gateways choose at random: ports, UUIDs, and the epoch in cursors of changes. */
function comparable(text: string): string {
  return inOrder(text)
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
    .replace(/"(eyJ[\w-]+)"/g, (_match, encoded: string) => {
      const json = Buffer.from(encoded, 'base64url').toString()
      return JSON.stringify(json.replace(/"p":"[^"]*"/, '"p":""'))
    })
}

/** Sorts what requests report in the order of arrival: values that were stale. */
function inOrder(text: string): string {
  const response: { readonly extensions?: { readonly stale?: readonly object[] } } = JSON.parse(text)
  const stale = response.extensions?.stale
  if (stale === undefined) return text
  const sorted = stale.map((one) => JSON.stringify(one)).sort()
  return JSON.stringify({ ...response, extensions: { ...response.extensions, stale: sorted } })
}
