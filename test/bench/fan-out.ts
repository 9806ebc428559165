import { setTimeout } from 'node:timers/promises'
import { emptySeed, startEmulator } from '../../src/emulator/server.ts'
import { memoryOf, startMeasuredGateway } from './measured-gateway.ts'
import { openSubscribers } from './subscribers.ts'

/** Cost of a number of subscribers to one builder. */
export interface FanOut {
  readonly subscribers: number
  readonly sockets: number
  /**
   * Milliseconds from the end of the poll with the change to the first and last subscriber's event; worst
   * round.
   */
  readonly firstMs: number
  readonly lastMs: number
  /** Additional heap of the gateway per subscriber, in bytes, after garbage collection. */
  readonly heapBytes: number
  readonly rssBytes: number
  readonly upstreamCallsPerMinute: number
}

const QUERY =
  'subscription { imageBuilderStateChanged(names: ["builder"], snapshot: true) { kind state imageBuilder { name } } }'
const MAX_SOCKETS = 200
/** Window for counting polls: a rate has no event to wait for. */
const WINDOW_MS = 10_000
/** Exceeds the linger of a watcher and the initialisation timeout; the absence of activity has no event. */
const SETTLE_MS = 6_000
/** Only transitional states, so that polls run at the active interval. */
const STATES = ['UPDATING_AGENT', 'SNAPSHOTTING', 'REBOOTING'] as const

/** Measures the fan-out to a number of subscribers, with a separate gateway and an in-process emulator. */
export async function measureFanOut(subscribers: number): Promise<FanOut> {
  await using emulator = await startEmulator({ seed: emptySeed })
  const home = emulator.region('us-east-1')
  home.putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await using gateway = await startMeasuredGateway(emulator.url)
  // Warms up first, so that compilation and caching do not count for a subscriber.
  await warmUp(gateway.url)
  const before = await memoryOf(gateway)

  const sockets = Math.min(MAX_SOCKETS, subscribers)
  await using open = await openSubscribers(gateway.url, subscribers, sockets, QUERY)
  await open.received(2 * subscribers)
  const after = await memoryOf(gateway)

  let firstMs = 0
  let lastMs = 0
  for (const State of STATES) {
    open.reset()
    home.change('image-builder', 'builder', { State })
    const { firstAt, lastAt } = await open.received(subscribers)
    const polls = emulator.calls.all.flatMap(({ endedAt = 0 }) => (endedAt <= firstAt ? [endedAt] : []))
    const seenAt = Math.max(...polls)
    firstMs = Math.max(firstMs, firstAt - seenAt)
    lastMs = Math.max(lastMs, lastAt - seenAt)
  }
  const calls = emulator.calls.count()
  await setTimeout(WINDOW_MS)
  const upstreamCallsPerMinute = ((emulator.calls.count() - calls) * 60_000) / WINDOW_MS
  return {
    subscribers,
    sockets,
    firstMs,
    lastMs,
    heapBytes: (after.heapUsed - before.heapUsed) / subscribers,
    rssBytes: (after.rss - before.rss) / subscribers,
    upstreamCallsPerMinute,
  }
}

/**
 * Measures the heap before and after short-lived subscribers on own connections; in bytes, after garbage
 * collection.
 */
export async function measureChurn(
  cycles: number,
): Promise<{ readonly before: number; readonly after: number }> {
  await using emulator = await startEmulator({ seed: emptySeed })
  emulator.region('us-east-1').putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await using gateway = await startMeasuredGateway(emulator.url)
  const atOnce = 50
  for (let round = 0; round < 10; round++) await comeAndGo(gateway.url, atOnce)
  await setTimeout(SETTLE_MS)
  const before = await memoryOf(gateway)
  for (let done = 0; done < cycles; done += atOnce) await comeAndGo(gateway.url, atOnce)
  await setTimeout(SETTLE_MS)
  const after = await memoryOf(gateway)
  return { before: before.heapUsed, after: after.heapUsed }
}

async function comeAndGo(url: string, count: number): Promise<void> {
  await using open = await openSubscribers(url, count, count, QUERY)
  await open.received(2 * count)
}

async function warmUp(url: string): Promise<void> {
  for (let round = 0; round < 3; round++) await comeAndGo(url, 50)
}

/** Renders the figures as Markdown. */
export function renderFanOut(rows: readonly FanOut[]): string {
  return [
    '| Subscribers | Sockets | First event ms | Last event ms | Heap each KB | RSS each KB | AWS calls/minute |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => {
      const kilobytes = [row.heapBytes, row.rssBytes].map((bytes) => (bytes / 1024).toFixed(1))
      const cells = [
        row.subscribers,
        row.sockets,
        row.firstMs,
        row.lastMs,
        ...kilobytes,
        row.upstreamCallsPerMinute,
      ]
      return `| ${cells.map((cell) => cell.toLocaleString('en-US')).join(' | ')} |`
    }),
  ].join('\n')
}
