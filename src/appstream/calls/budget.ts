import type { Clock, Schedule } from '../../clock.ts'
import { createTokenBucket, type Rate } from './token-bucket.ts'

/** Purpose of a call: a read that a caller waits for, a change, or polling for changes. */
export type Purpose = 'read' | 'write' | 'poll'

/** Rate limits of a target: each request takes a token from the bucket of its purpose and one from `all`. */
export interface BudgetOptions extends Readonly<Record<Purpose, Rate>> {
  readonly all: Rate
  /** Maximum number of queued requests of one purpose; further ones are rejected. */
  readonly maxQueued: number
}

/** Request that waits for a token. */
export interface BudgetRequest {
  /** Read whenever a token becomes available: a poll turns into a read when a reader joins it. */
  readonly purpose: Purpose
  /** Aborts the wait. */
  readonly signal: AbortSignal
}

/** Rate limiter of one target. */
export interface Budget {
  /** Waits for a token. @throws BudgetExhausted if the queue is full; the signal's reason when it aborts */
  take(request: BudgetRequest): Promise<void>
  /** Returns the number of queued requests by purpose. */
  queued(): Readonly<Record<Purpose, number>>
}

/** Rejection of a call by the gateway's own limits, before AWS is called. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted'
}

/** Returns the error of a request that would exceed the length of the queue. */
export function queueIsFull(maxQueued: number): BudgetExhausted {
  return new BudgetExhausted(
    `The AWS call budget queue is full: ${maxQueued} requests are waiting (UPSTREAM_QUEUE_MAX).`,
  )
}

/** Most urgent first. */
export const PRIORITY: readonly Purpose[] = ['write', 'read', 'poll']

interface Waiter {
  readonly request: BudgetRequest
  readonly go: () => void
}

/** Creates a budget with full buckets. */
export function createBudget(
  options: BudgetOptions,
  { clock, schedule }: { readonly clock: Clock; readonly schedule: Schedule },
): Budget {
  const all = createTokenBucket(options.all, clock)
  const buckets = {
    read: createTokenBucket(options.read, clock),
    write: createTokenBucket(options.write, clock),
    poll: createTokenBucket(options.poll, clock),
  }
  /** Ordered by arrival. */
  const waiting = new Set<Waiter>()
  let cancelWake = () => {}

  function waitersOf(purpose: Purpose): Waiter[] {
    return [...waiting].filter(({ request }) => request.purpose === purpose)
  }

  function readyInMs(purpose: Purpose): number {
    return Math.max(all.readyInMs(), buckets[purpose].readyInMs())
  }

  function spend(purpose: Purpose): void {
    all.take()
    buckets[purpose].take()
  }

  /** Releases waiters for which there are tokens, most urgent first, and schedules the next run. */
  function serve(): void {
    cancelWake()
    let nextInMs = Number.POSITIVE_INFINITY
    for (const purpose of PRIORITY) {
      for (const waiter of waitersOf(purpose)) {
        const delayMs = readyInMs(purpose)
        if (delayMs > 0) {
          nextInMs = Math.min(nextInMs, delayMs)
          break
        }
        spend(purpose)
        waiting.delete(waiter)
        waiter.go()
      }
    }
    cancelWake = Number.isFinite(nextInMs) ? schedule(nextInMs, serve) : () => {}
  }

  return {
    queued: () => ({
      read: waitersOf('read').length,
      write: waitersOf('write').length,
      poll: waitersOf('poll').length,
    }),
    async take(request) {
      const { signal, purpose } = request
      signal.throwIfAborted()
      if (waiting.size === 0 && readyInMs(purpose) === 0) return spend(purpose)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const waiter = { request, go: resolve }
      const leave = () => {
        waiting.delete(waiter)
        reject(signal.reason)
        serve()
      }
      waiting.add(waiter)
      serve()
      if (waiting.has(waiter) && waitersOf(purpose).length > options.maxQueued) {
        waiting.delete(waiter)
        throw queueIsFull(options.maxQueued)
      }
      signal.addEventListener('abort', leave, { once: true })
      await promise.finally(() => signal.removeEventListener('abort', leave))
    },
  }
}
