import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { median } from '../load/quantile.ts'
import { memoryOf, startMeasuredGateway } from '../servers/measured-gateway.ts'
import { cpuMicrosOf } from '../servers/usage.ts'
import { formatTable } from '../table.ts'
import { openSubscribers } from './subscribers.ts'

/** Cost of a number of subscribers to one builder. */
export interface FanOut {
  readonly subscribers: number
  readonly sockets: number
  /** Number of changes that each subscriber received. */
  readonly rounds: number
  /** Events per second from the poll that saw a change to the last subscriber's event; median. */
  readonly eventsPerSecond: number
  /** CPU time of the gateway per event, in microseconds. */
  readonly cpuMicros: number
  /** Milliseconds from the end of the poll with the change to the first and last subscriber's event; worst round. */
  readonly firstMs: number
  readonly lastMs: number
  /** Additional heap of the gateway per subscriber, in bytes, after garbage collection. */
  readonly heapBytes: number
  readonly rssBytes: number
  readonly callsPerMinute: number
}

const QUERY =
  'subscription { imageBuilderStateChanged(names: ["builder"], snapshot: true) { kind state imageBuilder { name } } }'
const SUBSCRIBERS_PER_SOCKET = 50
/** Only transitional states, so that polls run at the active interval. */
const STATES = ['UPDATING_AGENT', 'SNAPSHOTTING', 'REBOOTING'] as const

export interface FanOutOptions {
  readonly subscribers: number
  readonly rounds: number
  /** Root of another checkout with its dependencies. Default: this one. */
  readonly directory?: URL | undefined
}

/** Measures the fan-out to a number of subscribers, with a separate gateway and an in-process emulator. */
export async function measureFanOut({ subscribers, rounds, directory }: FanOutOptions): Promise<FanOut> {
  await using emulator = await startEmulator({ seed: emptySeed })
  const home = emulator.region('us-east-1')
  home.putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await using gateway = await startMeasuredGateway(emulator.url, {}, directory)
  // Warms up first, so that compilation and caching do not count for a subscriber.
  await warmUp(gateway.url)
  const before = await memoryOf(gateway)

  const sockets = Math.ceil(subscribers / SUBSCRIBERS_PER_SOCKET)
  await using open = await openSubscribers(gateway.url, subscribers, sockets, QUERY)
  await open.received(2 * subscribers)
  const after = await memoryOf(gateway)

  const firstMs: number[] = []
  const lastMs: number[] = []
  const pid = gateway.process.pid ?? 0
  const cpuBefore = cpuMicrosOf(pid)
  const startedAt = Date.now()
  for (let round = 0; round < rounds; round++) {
    open.reset()
    const State = STATES[round % STATES.length]
    home.change('image-builder', 'builder', { State })
    const { firstAt, lastAt } = await open.received(subscribers)
    const polls = emulator.calls.all.flatMap(({ endedAt = 0 }) => (endedAt <= firstAt ? [endedAt] : []))
    const seenAt = Math.max(...polls)
    firstMs.push(firstAt - seenAt)
    lastMs.push(lastAt - seenAt)
  }
  const cpuMicros = (cpuMicrosOf(pid) - cpuBefore) / rounds / subscribers
  const polledAt = emulator.calls.all.flatMap((call) => (call.startedAt >= startedAt ? [call.startedAt] : []))
  return {
    subscribers,
    sockets,
    rounds,
    eventsPerSecond: median(lastMs.map((ms) => (subscribers * 1000) / Math.max(ms, 1))),
    cpuMicros,
    firstMs: Math.max(...firstMs),
    lastMs: Math.max(...lastMs),
    heapBytes: (after.heapUsed - before.heapUsed) / subscribers,
    rssBytes: (after.rss - before.rss) / subscribers,
    callsPerMinute: perMinute(polledAt),
  }
}

/** Opens and closes subscribers on own connections. */
export async function comeAndGo(url: string, count: number): Promise<void> {
  await using open = await openSubscribers(url, count, count, QUERY)
  await open.received(2 * count)
}

async function warmUp(url: string): Promise<void> {
  for (let round = 0; round < 3; round++) await comeAndGo(url, 50)
}

/** Returns the calls per minute, from the time between the first and the last. */
function perMinute(times: readonly number[]): number {
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  return last === first ? 0 : ((times.length - 1) * 60_000) / (last - first)
}

/** Renders the figures as Markdown, one row each, with the name of their gateway. */
export function renderFanOut(rows: readonly (readonly [gateway: string, figures: FanOut])[]): string {
  const heads = [
    'Server',
    'Subscribers',
    'Sockets',
    'Events/s',
    'CPU µs/event',
    'First event ms',
    'Last event ms',
  ]
  return formatTable(
    [...heads, 'Heap bytes each', 'RSS bytes each', 'AWS calls/minute'],
    rows.map(([gateway, row]) => [
      gateway,
      ...[row.subscribers, row.sockets, row.eventsPerSecond, row.cpuMicros, row.firstMs, row.lastMs].map(
        whole,
      ),
      ...[row.heapBytes, row.rssBytes, row.callsPerMinute].map(whole),
    ]),
  )
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
