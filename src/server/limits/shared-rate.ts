import { LRUCache } from 'lru-cache'
import type { Clock, Schedule } from '../../clock.ts'
import type { SharedCounts } from '../../shared/peers.ts'

export interface SharedRateOptions {
  /** Maximum number of operations of a caller per window. */
  readonly limit: number
  readonly windowS: number
  readonly counts: SharedCounts
  readonly clock: Clock
  readonly schedule: Schedule
}

/** Rate limiter of callers. Resolves to 0, or to the milliseconds after which a caller may retry. */
export type Rate = (caller: string) => Promise<number>

interface Usage {
  readonly caller: string
  /** Operations of all replicas in the window, as of the last reply. */
  total: number
  /** Operations of this replica that have not been sent to the shared count. */
  pending: number
  /** Operations of this replica that have been sent, but not answered. */
  sent: number
  /** Operations of this replica in the window. */
  own: number
  resetAt: number
}

const FLUSH_INTERVAL_MS = 100
/** Part of the limit that all replicas together may admit before the engine has counted it. */
const UNCOUNTED = 0.2
/** Maximum number of callers. The least recently used are evicted first. */
const MAX_CALLERS = 10_000

/**
 * Creates a rate limiter of all replicas together. It decides locally and adds up every 100 ms; once a caller has used
 * 80 % of the limit, it sends each operation to the engine first. The operations that the engine has not counted yet, less
 * than 20 % of the limit, may exceed it. Without the shared counts, each replica grants its share of the limit.
 */
export function createSharedRate({ limit, windowS, counts, clock, schedule }: SharedRateOptions): Rate {
  const counter = counts.counter(limit, windowS)
  const usages = new LRUCache<string, Usage>({ max: MAX_CALLERS })
  const dirty = new Set<Usage>()
  let isFlushScheduled = false

  function usageOf(caller: string): Usage {
    const now = clock.now()
    const known = usages.get(caller)
    if (known !== undefined && now < known.resetAt) return known
    const usage = { caller, total: 0, pending: 0, sent: 0, own: 0, resetAt: now + windowS * 1000 }
    usages.set(caller, usage)
    return usage
  }

  /** Adds pending operations to the shared count, and stores its new value. @throws if the engine fails */
  async function settle(usage: Usage): Promise<void> {
    const operations = usage.pending
    usage.pending = 0
    usage.sent += operations
    dirty.delete(usage)
    const { consumed, resetMs } = await counter(usage.caller, operations)
      .catch((error: unknown) => {
        // Counted again with the next operation. The engine may have counted them already, which errs on the strict side.
        usage.pending += operations
        throw error
      })
      .finally(() => {
        usage.sent -= operations
      })
    const resetAt = clock.now() + resetMs
    // Replies can overtake each other. A count that is lower because a new window has begun ends later.
    const isNewWindow = resetAt > usage.resetAt + FLUSH_INTERVAL_MS
    usage.total = isNewWindow ? consumed : Math.max(usage.total, consumed)
    usage.resetAt = resetAt
  }

  function flush(): void {
    isFlushScheduled = false
    // What a failed flush did not count stays pending.
    for (const usage of [...dirty]) settle(usage).catch(() => {})
  }

  function flushSoon(usage: Usage): void {
    dirty.add(usage)
    if (isFlushScheduled) return
    isFlushScheduled = true
    schedule(FLUSH_INTERVAL_MS, flush)
  }

  /** Admits operations by those of this replica only. */
  function decideAlone(usage: Usage): number {
    if (usage.own + 1 > Math.max(1, limit / counts.count())) return waitOf(usage)
    usage.own++
    return 0
  }

  function waitOf({ resetAt }: Usage): number {
    return Math.max(1, resetAt - clock.now())
  }

  return async (caller) => {
    const usage = usageOf(caller)
    if (usage.total > limit) return waitOf(usage)
    if (!counts.isAvailable()) return decideAlone(usage)
    const uncounted = usage.sent + usage.pending + 1
    const maxUncounted = limit * UNCOUNTED
    const isFarFromLimit = usage.total + uncounted <= limit - maxUncounted
    const isWithinShare = uncounted < maxUncounted / counts.count()
    usage.pending++
    if (isFarFromLimit && isWithinShare) {
      usage.own++
      flushSoon(usage)
      return 0
    }
    try {
      await settle(usage)
    } catch {
      return decideAlone(usage)
    }
    if (usage.total > limit) return waitOf(usage)
    usage.own++
    return 0
  }
}
