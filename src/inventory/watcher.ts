import type { Schedule } from './clock.ts'

/** Polls one kind in one target, for everybody, as long as somebody holds a lease. */
export interface Watcher {
  /** Keeps it polling until the lease is released; it begins at once. */
  acquire(): () => void
  /** Something is known to have changed: polls at once, if it polls at all. */
  poke(): void
  /** Whether it polls. */
  isRunning(): boolean
  /** Whether it polls, and the last poll succeeded: then its snapshot serves every reader. */
  isFresh(): boolean
  /** What the last poll failed with; undefined after a success, and while it does not poll. */
  lastError(): unknown
  /** Stops polling at once and for good, whoever holds a lease; a poll under way is not reported. */
  close(): void
}

/** Milliseconds between polls. */
export interface WatchIntervals {
  /** While something is in transition. */
  readonly activeMs: number
  /** While nothing is. */
  readonly idleMs: number
  /** How long it goes on polling after the last lease is released. */
  readonly lingerMs: number
}

/** What a watcher is made of. */
export interface WatcherOptions {
  /** Asks AWS; `whole` for everything, else what is in transition will do. */
  readonly poll: (whole: boolean) => Promise<void>
  /** Whether anything is in transition. */
  readonly isActive: () => boolean
  readonly intervals: WatchIntervals
  readonly schedule: Schedule
  readonly clock: { now(): number }
  /** In [0, 1): the jitter of the backoff. */
  readonly random: () => number
  readonly onOutcome: (outcome: WatchOutcome) => void
}

/** How polling goes: a failure, each; the first success after one; or that it stopped before there was one. */
export type WatchOutcome =
  | { readonly error: unknown; readonly failures: number }
  | 'recovered'
  | 'stopped while failing'

/** The longest pause after failures. */
const MAX_BACKOFF_MS = 60_000

/** Makes a watcher; nothing is polled, and no timer runs, before somebody acquires a lease. */
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

  async function pollOnce(): Promise<void> {
    if (isPolling) {
      isPoked = true
      return
    }
    cancelNext()
    isPolling = true
    isPoked = false
    const isWhole = clock.now() - wholeAt >= intervals.idleMs || failures > 0
    const failure = await poll(isWhole).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    isPolling = false
    // Stopped meanwhile: how it went says nothing of the time when it polls again.
    if (!isRunning) return
    if (failure === undefined) noteSuccess(isWhole)
    else noteFailure(failure.error)
    cancelNext = schedule(pauseMs(), pollOnce)
  }

  function noteSuccess(isWhole: boolean): void {
    if (isWhole) wholeAt = clock.now()
    if (failures > 0) onOutcome('recovered')
    failures = 0
    lastError = undefined
    hasPolled = true
  }

  function noteFailure(error: unknown): void {
    failures++
    lastError = error
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
  }

  return {
    acquire() {
      leases++
      cancelStop()
      if (!isRunning && !isClosed) {
        isRunning = true
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
    isFresh: () => isRunning && hasPolled && failures === 0,
    lastError: () => lastError,
    close() {
      isClosed = true
      cancelStop()
      if (isRunning) stop()
    },
  }
}
