import { setTimeout as wait } from 'node:timers/promises'
import { startChild } from '../bench/child.ts'
import { memoryOf, startMeasuredGateway } from '../bench/measured-gateway.ts'
import { seededRandom } from '../support/random.ts'
import { churnSubscribers, type Outcome, pickRequest, send } from './traffic.ts'

/** How long, and how hard. */
export interface SoakOptions {
  readonly seconds: number
  readonly requestsPerSecond: number
  /** Subscribers at a time, each of which stays some seconds. */
  readonly subscribers: number
  readonly seed: number
  /** Told of each sample as it is taken. */
  readonly onSample?: (sample: Sample) => void
}

/** What the gateway held at a moment, the garbage collected. */
export interface Sample {
  readonly seconds: number
  readonly heapMB: number
  readonly rssMB: number
  /** Requests that had not been answered. */
  readonly inFlight: number
}

/** What the time showed. */
export interface SoakReport {
  readonly requests: number
  /** Requests that were due but not sent, because so many were not answered yet. */
  readonly withheld: number
  /** How many of each kind and status. */
  readonly statuses: Readonly<Record<string, number>>
  readonly codes: Readonly<Record<string, number>>
  readonly events: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Requests that were never answered. */
  readonly stuck: number
  readonly samples: readonly Sample[]
  /** Bytes in MB that the heap grew by, from after the warm-up to after the load, both at rest. */
  readonly heapGrowthMB: number
}

const TICK_MS = 20
const MAX_IN_FLIGHT = 200
/** Of the load, before what the gateway holds at rest is measured for the first time. */
const WARM_UP_SHARE = 0.2
/** What ends by itself has ended by then: snapshots' renewals, lingering watchers. */
const REST_MS = 8_000
const FAULTS = [
  { error: { type: 'ThrottlingException' }, times: 10 },
  { error: { type: 'InternalServerException', status: 500 }, times: 10 },
  { operation: 'DescribeImages', latencyMs: 2000, times: 5 },
  { operation: 'DescribeImageBuilders', reset: 'before', times: 5 },
  { operation: 'CreateImageBuilder', reset: 'after', times: 2 },
  { hang: true, times: 1 },
]

/** Puts a gateway, in a process of its own, under a steady mixed load, while AWS fails now and then. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { seconds, requestsPerSecond, subscribers, seed, onSample } = options
  await using emulator = await startChild('../../src/main.ts', {
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
        // A machine that is busy with something else must not turn the load into a pile.
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

/** Adds a fault to the emulator, or ends them all. */
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
