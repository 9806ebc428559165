import type { Clock } from '../clock.ts'
import { createQueue } from './queue.ts'

/** Runs many small tasks in order, in time slices that yield to the event loop. */
export interface Slices {
  /** Queues a task, which must not throw. */
  schedule(task: () => void): void
  /** Returns the number of queued tasks. */
  waiting(): number
}

/** Options of {@link createSlices}. */
export interface SlicesOptions {
  readonly clock?: Clock
  /** Duration of a slice in milliseconds. Default: 10. */
  readonly sliceMs?: number
  /** Runs a function in the next turn of the event loop. Default: `setImmediate`. */
  readonly nextTurn?: (run: () => void) => void
}

const DEFAULT_SLICE_MS = 10

/** Creates an idle scheduler. */
export function createSlices(options: SlicesOptions = {}): Slices {
  const { clock = performance, sliceMs = DEFAULT_SLICE_MS, nextTurn = setImmediate } = options
  const tasks = createQueue<() => void>()
  let isScheduled = false

  async function runSlice(): Promise<void> {
    const endsAt = clock.now() + sliceMs
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      task()
      await settled()
      if (clock.now() >= endsAt) break
    }
    if (tasks.length > 0) nextTurn(() => void runSlice())
    else isScheduled = false
  }

  return {
    waiting: () => tasks.length,
    schedule(task) {
      tasks.push(task)
      if (isScheduled) return
      isScheduled = true
      nextTurn(() => void runSlice())
    },
  }
}

/**
 * Resolves once all promises without I/O have settled, so that the follow-up work of a task counts towards its slice.
 */
async function settled(): Promise<void> {
  await undefined
  await new Promise<void>((resolve) => process.nextTick(resolve))
}
