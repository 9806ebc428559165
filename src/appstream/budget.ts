import type { Clock, Schedule } from './clock.ts'
import { createTokenBucket, type Rate } from './token-bucket.ts'

/** What a call is for: somebody waits for what it reads, it changes something, or it watches for changes. */
export type Purpose = 'read' | 'write' | 'poll'

/** What a target may be asked: each request takes a token of its purpose's rate, and one of the rate of all. */
export interface BudgetOptions extends Readonly<Record<Purpose, Rate>> {
  readonly all: Rate
  /** Requests of one purpose that may wait at a time; further ones are refused. */
  readonly maxQueued: number
}

/** A request that wants to be made. */
export interface BudgetRequest {
  /** Looked at each time that a token comes free: what began as a poll is a read once somebody waits for it. */
  readonly purpose: Purpose
  /** Ends the wait. */
  readonly signal: AbortSignal
}

/** The tokens of one target. */
export interface Budget {
  /** Waits for a token. @throws BudgetExhausted when too many wait already; the signal's reason when it aborts. */
  take(request: BudgetRequest): Promise<void>
  /** How many requests wait now. */
  queued(): Readonly<Record<Purpose, number>>
}

/** The gateway's own bounds turned a call away before AWS was asked. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted'
}

/** Whoever comes first here overtakes the others. */
const PRIORITY: readonly Purpose[] = ['write', 'read', 'poll']

interface Waiter {
  readonly request: BudgetRequest
  readonly go: () => void
}

/** Makes a budget, its buckets full. */
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
  /** In the order of their arrival. */
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

  /** Lets go whom there are tokens for, the most urgent first, and comes back when there are more. */
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
        throw new BudgetExhausted(`More than ${options.maxQueued} requests wait already.`)
      }
      signal.addEventListener('abort', leave, { once: true })
      await promise.finally(() => signal.removeEventListener('abort', leave))
    },
  }
}
