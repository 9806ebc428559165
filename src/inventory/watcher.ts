import type { Schedule } from '../clock.ts'
import type { Lease } from '../shared/shared.ts'
import type { PollCoordination, WatchIntervals } from './poll-coordination.ts'

/** Reference-counted poller for one kind in one target. */
export interface Watcher {
  /** Acquires a lease and starts polling. The returned function releases the lease. */
  acquire(): () => void
  /** Polls immediately after a known change, if polling is running. */
  poke(): void
  /** Returns true while polling is running. */
  isRunning(): boolean
  /**
   * Returns true while polling is running here or at another replica, and the last poll succeeded. Readers then share its
   * snapshot.
   */
  isFresh(): boolean
  /** Lease under which this replica polls; undefined in a single process. */
  readonly lease?: Lease | undefined
  /** Returns the error of the last poll; undefined after a success, or while polling is stopped. */
  lastError(): unknown
  /** Stops polling permanently, even with leases. The outcome of the current poll is not reported. */
  close(): void
}

/** Options of {@link createWatcher}. */
export interface WatcherOptions {
  /** Reads AWS: all resources if `whole`, otherwise at least those in transition. */
  readonly poll: (whole: boolean) => Promise<void>
  /** Returns true if a resource is in transition. */
  readonly isActive: () => boolean
  readonly intervals: WatchIntervals
  readonly schedule: Schedule
  readonly clock: { now(): number }
  /** Returns a number in [0, 1), for the jitter of the backoff. */
  readonly random: () => number
  readonly onOutcome: (outcome: WatchOutcome) => void
  /** Coordinates polls between replicas. Calls `onGained` once this replica may poll. Default: it always polls. */
  readonly coordinate?: ((onGained: () => void) => PollCoordination) | undefined
}

/** Reported outcome: each failure, the first success after a failure, or a stop while failing. */
export type WatchOutcome =
  | { readonly error: unknown; readonly failures: number }
  | 'recovered'
  | 'stopped while failing'

/** Maximum backoff after failures. */
const MAX_BACKOFF_MS = 60_000

/** Creates a watcher; polling starts with the first lease. */
export function createWatcher(options: WatcherOptions): Watcher {
  const { poll, isActive, intervals, schedule, clock, random, onOutcome } = options
  let leases = 0
  let isClosed = false
  let isRunning = false
  let isPolling = false
  let isPoked = false
  let failures = 0
  let hasPolled = false
  let lastError: unknown
  let wholeAt = Number.NEGATIVE_INFINITY
  let cancelNext = () => {}
  let cancelStop = () => {}
  const coordination = options.coordinate?.(onGained)

  /** Polls now, since the previous holder of the lease may have stopped long ago. */
  function onGained(): void {
    if (isRunning) void pollOnce()
  }

  async function pollOnce(): Promise<void> {
    if (isPolling) {
      isPoked = true
      return
    }
    cancelNext()
    if (coordination?.lease.isHeld() === false) {
      failures = 0
      cancelNext = schedule(pauseMs(), pollOnce)
      return
    }
    isPolling = true
    isPoked = false
    const startedAt = clock.now()
    const isWhole = clock.now() - wholeAt >= intervals.idleMs || failures > 0
    const failure = await poll(isWhole).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    isPolling = false
    // Ignores the outcome of a poll that was stopped in the meantime.
    if (!isRunning) return
    if (failure === undefined) noteSuccess(isWhole, clock.now() - startedAt)
    else noteFailure(failure.error)
    cancelNext = schedule(pauseMs(), pollOnce)
  }

  function noteSuccess(isWhole: boolean, tookMs: number): void {
    if (isWhole) wholeAt = clock.now()
    if (failures > 0 || coordination?.lastError() !== undefined) onOutcome('recovered')
    failures = 0
    lastError = undefined
    hasPolled = true
    coordination?.succeeded(tookMs)
  }

  function noteFailure(error: unknown): void {
    failures++
    lastError = error
    coordination?.failed(error)
    onOutcome({ error, failures })
  }

  function pauseMs(): number {
    if (failures > 0) {
      const longest = Math.min(intervals.activeMs * 2 ** failures, MAX_BACKOFF_MS)
      return longest * (0.5 + random() / 2)
    }
    if (isPoked) return 0
    return isActive() ? intervals.activeMs : intervals.idleMs
  }

  function stop(): void {
    if (failures > 0) onOutcome('stopped while failing')
    isRunning = false
    hasPolled = false
    lastError = undefined
    failures = 0
    wholeAt = Number.NEGATIVE_INFINITY
    cancelNext()
    coordination?.want(false)
  }

  return {
    lease: coordination?.lease,
    acquire() {
      leases++
      cancelStop()
      if (!isRunning && !isClosed) {
        isRunning = true
        coordination?.want(true)
        void pollOnce()
      }
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        leases--
        if (leases === 0 && isRunning) cancelStop = schedule(intervals.lingerMs, stop)
      }
    },
    poke() {
      if (isRunning && failures === 0) void pollOnce()
    },
    isRunning: () => isRunning,
    isFresh: () => coordination?.isFresh() ?? (isRunning && hasPolled && failures === 0),
    lastError: () => (coordination !== undefined && isRunning ? coordination.lastError() : lastError),
    close() {
      isClosed = true
      cancelStop()
      if (isRunning) stop()
    },
  }
}
