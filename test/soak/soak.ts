import { setTimeout as wait } from 'node:timers/promises'
import { memoryOf, startMeasuredGateway } from '../bench/servers/measured-gateway.ts'
import { startChild } from '../support/child.ts'
import { seededRandom } from '../support/random.ts'
import { churnSubscribers, type Outcome, pickRequest, send } from './traffic.ts'

/** Duration and load of a soak. */
export interface SoakOptions {
  readonly seconds: number
  readonly requestsPerSecond: number
  /** Concurrent subscribers, each of which stays some seconds. */
  readonly subscribers: number
  readonly seed: number
  /** Receives each sample as it is taken. */
  readonly onSample?: (sample: Sample) => void
}

/** State of the gateway at one moment, after garbage collection. */
export interface Sample {
  readonly seconds: number
  readonly heapMB: number
  readonly rssMB: number
  /** Unanswered requests. */
  readonly inFlight: number
}

/** Result of a soak. */
export interface SoakReport {
  readonly requests: number
  /** Requests that were due but not sent, because too many were unanswered. */
  readonly withheld: number
  /** Number of requests by kind and status. */
  readonly statuses: Readonly<Record<string, number>>
  readonly codes: Readonly<Record<string, number>>
  readonly events: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Requests that were never answered. */
  readonly stuck: number
  readonly samples: readonly Sample[]
  /** Growth of the heap in MB, from after the warm-up to after the load, both at rest. */
  readonly heapGrowthMB: number
}

const TICK_MS = 20
const MAX_IN_FLIGHT = 200
/** Share of the load before the first measurement at rest. */
const WARM_UP_SHARE = 0.2
/** Covers everything that ends by itself: snapshot renewals, lingering watchers. */
const REST_MS = 8_000
const FAULTS = [
  { error: { type: 'ThrottlingException' }, times: 10 },
  { error: { type: 'InternalServerException', status: 500 }, times: 10 },
  { operation: 'DescribeImages', latencyMs: 2000, times: 5 },
  { operation: 'DescribeImageBuilders', reset: 'before', times: 5 },
  { operation: 'CreateImageBuilder', reset: 'after', times: 2 },
  { hang: true, times: 1 },
]

/** Runs a steady mixed load against a gateway in its own process, while AWS fails now and then. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { seconds, requestsPerSecond, subscribers, seed, onSample } = options
  await using emulator = await startChild('src/main.ts', {
    arguments: ['emulator'],
    environment: { EMULATOR_PORT: '0', EMULATOR_SPEED: '20' },
  })
  await using gateway = await startMeasuredGateway(emulator.url)
  const random = seededRandom(seed)
  const outcomes: Outcome[] = []
  const samples: Sample[] = []
  let events = 0
  let inFlight = 0
  let withheld = 0

  async function request(): Promise<void> {
    inFlight++
    outcomes.push(await send(gateway.url, pickRequest(random)))
    inFlight--
  }

  async function load(forSeconds: number): Promise<void> {
    const ended = new AbortController()
    const followers = Array.from({ length: subscribers }, () =>
      churnSubscribers(gateway.url, random, ended.signal, () => events++),
    )
    const startedAt = performance.now()
    const sent: Promise<void>[] = []
    let count = 0
    let sampledAt = startedAt
    for (let now = startedAt; now < startedAt + forSeconds * 1000; now = performance.now()) {
      const due = Math.floor(((now - startedAt) / 1000) * requestsPerSecond)
      for (; count < due; count++) {
        // A busy machine must not turn the load into a backlog.
        if (inFlight >= MAX_IN_FLIGHT) withheld++
        else sent.push(request())
      }
      if (random() < 0.005) await fault(emulator.url, FAULTS[Math.floor(random() * FAULTS.length)])
      if (now - sampledAt > Math.max(5000, (forSeconds * 1000) / 30)) {
        sampledAt = now
        await sample()
      }
      await wait(TICK_MS)
    }
    await fault(emulator.url, undefined)
    await Promise.all(sent)
    ended.abort()
    await Promise.all(followers)
    await wait(REST_MS)
  }

  const startedAt = performance.now()
  async function sample(): Promise<number> {
    const { heapUsed, rss } = await memoryOf(gateway)
    const taken = {
      seconds: Math.round((performance.now() - startedAt) / 1000),
      heapMB: heapUsed / 2 ** 20,
      rssMB: rss / 2 ** 20,
      inFlight,
    }
    samples.push(taken)
    onSample?.(taken)
    return taken.heapMB
  }

  await load(seconds * WARM_UP_SHARE)
  const before = await sample()
  await load(seconds * (1 - WARM_UP_SHARE))
  const after = await sample()

  const took = outcomes.map(({ tookMs }) => tookMs).sort((one, other) => one - other)
  const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(q * took.length))] ?? 0
  return {
    requests: outcomes.length,
    withheld,
    statuses: tally(outcomes.map(({ kind, status }) => `${kind} ${status}`)),
    codes: tally(outcomes.flatMap(({ codes }) => codes)),
    events,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: quantile(1),
    stuck: outcomes.filter(({ status }) => status === 'TimeoutError').length,
    samples,
    heapGrowthMB: after - before,
  }
}

/** Adds a fault to the emulator, or removes them all. */
async function fault(emulatorUrl: string, added: unknown): Promise<void> {
  await fetch(`${emulatorUrl}/_emulator/faults`, {
    method: added === undefined ? 'DELETE' : 'POST',
    ...(added !== undefined && { body: JSON.stringify(added) }),
  }).then((response) => response.body?.cancel())
}

function tally(words: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(words, (word) => word)
  return Object.fromEntries([...groups].map(([word, same]): [string, number] => [word, same.length]).sort())
}
