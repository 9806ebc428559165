import type { Clock } from '../../clock.ts'
import { createQueue, type Queue } from '../../inventory/queue.ts'

/**
 * Cooperative scheduler for executions that are too large for one turn of the event loop. A registered execution runs
 * in time slices. Between slices, the event loop handles other work, and registered executions take turns.
 */
export interface Turns {
  /** Registers the execution of this signal. Returns a function that unregisters it. */
  register(signal: AbortSignal): () => void
  isRegistered(signal: AbortSignal): boolean
  /**
   * Resolves to the value in a slice of its execution, first in, first out. Never settles after an abort: then
   * nobody waits for the result, and rejecting thousands of values would block the event loop.
   */
  defer<Value>(signal: AbortSignal, value: Value): Promise<Value>
  /**
   * Schedules a DataLoader batch. A batch of a registered execution waits until that execution cannot proceed
   * without it, so that slices never split one batch into several.
   */
  scheduleBatch(signal: AbortSignal | undefined, batch: () => void): void
}

/** Options of every DataLoader of a request. */
export interface Batching {
  readonly batchScheduleFn: (batch: () => void) => void
}

/** Options of {@link createTurns}. */
export interface TurnsOptions {
  readonly clock?: Clock
  /** Duration of a slice in milliseconds. Default: 10. */
  readonly sliceMs?: number
  /** Runs a function in the next turn of the event loop. Default: `setImmediate`. */
  readonly nextTurn?: (run: () => void) => void
}

const DEFAULT_SLICE_MS = 10

interface Execution {
  readonly waiting: Queue<() => void>
  readonly batches: (() => void)[]
  isFlushScheduled: boolean
}

/** Creates a scheduler without registered executions. */
export function createTurns(options: TurnsOptions = {}): Turns {
  const { clock = performance, sliceMs = DEFAULT_SLICE_MS, nextTurn = setImmediate } = options
  const executions = new Map<AbortSignal, Execution>()
  /** Executions with waiting values, longest wait first. */
  const rotation = new Set<Execution>()
  let isTurnScheduled = false

  function scheduleTurn(): void {
    if (isTurnScheduled) return
    isTurnScheduled = true
    nextTurn(() => void runTurn())
  }

  async function runTurn(): Promise<void> {
    isTurnScheduled = false
    const [execution] = rotation
    if (execution === undefined) return
    rotation.delete(execution)
    const { waiting } = execution
    const endsAt = clock.now() + sliceMs
    for (let resume = waiting.shift(); resume !== undefined; resume = waiting.shift()) {
      resume()
      // Runs the executor's continuation before the clock is read.
      await undefined
      if (clock.now() >= endsAt) break
    }
    if (waiting.length > 0) rotation.add(execution)
    else scheduleFlush(execution)
    if (rotation.size > 0) scheduleTurn()
  }

  /** Flushes in the next turn of the event loop, unless values wait by then: the execution can still proceed. */
  function scheduleFlush(execution: Execution): void {
    if (execution.isFlushScheduled || execution.batches.length === 0) return
    execution.isFlushScheduled = true
    nextTurn(() => {
      execution.isFlushScheduled = false
      if (execution.waiting.length > 0) return
      for (const batch of execution.batches.splice(0)) batch()
    })
  }

  return {
    isRegistered: (signal) => executions.has(signal),
    register(signal) {
      const execution: Execution = { waiting: createQueue(), batches: [], isFlushScheduled: false }
      executions.set(signal, execution)
      const drop = () => {
        rotation.delete(execution)
        execution.waiting.clear()
        execution.batches.length = 0
      }
      signal.addEventListener('abort', drop, { once: true })
      return () => {
        executions.delete(signal)
        signal.removeEventListener('abort', drop)
        drop()
      }
    },
    defer(signal, value) {
      const execution = executions.get(signal)
      if (execution === undefined) return Promise.resolve(value)
      return new Promise((resolve) => {
        if (signal.aborted) return
        execution.waiting.push(() => resolve(value))
        rotation.add(execution)
        scheduleTurn()
      })
    },
    scheduleBatch(signal, batch) {
      const execution = signal && executions.get(signal)
      if (execution === undefined) {
        // DataLoader's default: after all promises that have already settled.
        Promise.resolve().then(() => process.nextTick(batch))
        return
      }
      execution.batches.push(batch)
      if (execution.waiting.length === 0) scheduleFlush(execution)
    },
  }
}
