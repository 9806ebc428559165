import type { Schedule } from '../../../clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import type { ReplicaJournal } from '../journals/journal.ts'
import type { SharedObserver } from '../observer.ts'
import { SWEEP } from './scripts.ts'

/** Bounds of the log of commits. */
export interface LogBounds {
  readonly maxAgeMs: number
  readonly maxEntries: number
  readonly maxBytes: number
}

export interface SweeperOptions {
  readonly engine: Pick<Engine, 'run'>
  readonly keys: Keys
  readonly schedule: Schedule
  readonly observer: SharedObserver
  readonly bounds: LogBounds
  readonly open: ReadonlySet<Pick<ReplicaJournal<never>, 'name' | 'checkpointIfDue'>>
}

const INTERVAL_MS = 60_000
/** Commits that no base includes cannot be trimmed, however large the log is. */
const MAX_UNSAVED_MS = 300_000
/** Journals that no replica has open are kept for at least this time. */
const MIN_UNOPENED_MS = 3_600_000

/** Saves the state of journals from time to time, so that the log can be trimmed, and trims it. */
export function createSweeper({ engine, keys, schedule, observer, bounds, open }: SweeperOptions) {
  let cancel: (() => void) | undefined
  let isStopped = false

  async function sweep(): Promise<void> {
    try {
      for (const journal of open) {
        await journal.checkpointIfDue(Math.min(bounds.maxAgeMs / 2, MAX_UNSAVED_MS))
      }
      const names = [...new Set([...open].map(({ name }) => name))]
      const { maxAgeMs, maxEntries, maxBytes } = bounds
      await engine.run(
        SWEEP,
        [keys.meta, keys.log, keys.nonces, keys.pending, keys.opened, keys.swept],
        [keys.prefix, maxAgeMs, maxEntries, maxBytes, Math.max(2 * maxAgeMs, MIN_UNOPENED_MS), ...names],
      )
    } catch (error) {
      observer.trouble?.('trimming the log', error)
    }
  }

  function plan(): void {
    if (isStopped) return
    // Replicas take turns: the first one saves the state for all.
    cancel = schedule(INTERVAL_MS * (0.75 + Math.random() / 2), () => void sweep().then(plan))
  }

  return {
    start: plan,
    sweep,
    stop() {
      isStopped = true
      cancel?.()
    },
  }
}
