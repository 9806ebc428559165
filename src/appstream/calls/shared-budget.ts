import type { Clock, Schedule } from '../../clock.ts'
import {
  type Budget,
  type BudgetExhausted,
  type BudgetRequest,
  PRIORITY,
  type Purpose,
  queueIsFull,
} from './budget.ts'
import type { TokenSource } from './shared-buckets.ts'

interface Waiter {
  readonly request: BudgetRequest
  readonly go: () => void
  readonly reject: (error: BudgetExhausted) => void
}

/** Longer than a command of the engine usually takes. */
const DUE_SOON_MS = 20

/**
 * Creates a budget with tokens from buckets that all replicas share. The queue and its priorities are local to this
 * replica.
 */
export function createSharedBudget(
  maxQueued: number,
  tokens: TokenSource,
  { clock, schedule }: { readonly clock: Clock; readonly schedule: Schedule },
): Budget {
  /** Ordered by arrival. */
  const waiting = new Set<Waiter>()
  /** Time until which there is no token of a purpose. */
  const blockedUntil = new Map<Purpose, number>()
  let isServing = false
  let cancelWake = () => {}

  function waitersOf(purpose: Purpose): Waiter[] {
    return [...waiting].filter(({ request }) => request.purpose === purpose)
  }

  function isBlocked(purpose: Purpose): boolean {
    return clock.now() < (blockedUntil.get(purpose) ?? 0)
  }

  /**
   * Returns the most urgent purpose that has waiters and may have tokens; undefined if there is none, or if a token of a
   * more urgent one is due so soon that a request for a less urgent one could take it.
   */
  function nextPurpose(): Purpose | undefined {
    const waited = PRIORITY.filter((purpose) => waitersOf(purpose).length > 0)
    const next = waited.find((purpose) => !isBlocked(purpose) || isDueSoon(purpose))
    return next !== undefined && isBlocked(next) ? undefined : next
  }

  function isDueSoon(purpose: Purpose): boolean {
    return (blockedUntil.get(purpose) ?? 0) - clock.now() <= DUE_SOON_MS
  }

  function block(purpose: Purpose, waitMs: number): void {
    blockedUntil.set(purpose, clock.now() + waitMs)
    for (const waiter of waitersOf(purpose).slice(maxQueued)) {
      waiting.delete(waiter)
      waiter.reject(queueIsFull(maxQueued))
    }
  }

  /** Takes one token at a time, for the most urgent waiter, until there is none left. */
  async function serve(): Promise<void> {
    if (isServing) return
    isServing = true
    cancelWake()
    for (let purpose = nextPurpose(); purpose !== undefined; purpose = nextPurpose()) {
      const [waiter] = waitersOf(purpose)
      const waitMs = await tokens.take(purpose)
      if (waitMs > 0) {
        block(purpose, waitMs)
        continue
      }
      // If the waiter has left meanwhile, the token is for the next one.
      const next = waiter !== undefined && waiting.has(waiter) ? waiter : waitersOf(purpose)[0]
      if (next === undefined) continue
      waiting.delete(next)
      next.go()
    }
    isServing = false
    const waits = PRIORITY.filter((purpose) => waitersOf(purpose).length > 0).map(
      (purpose) => (blockedUntil.get(purpose) ?? 0) - clock.now(),
    )
    if (waits.length > 0) cancelWake = schedule(Math.max(0, Math.min(...waits)), wake)
  }

  function wake(): void {
    // Retries all purposes, most urgent first: a more urgent one may take the token of a less urgent one.
    blockedUntil.clear()
    void serve()
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
      if (isBlocked(purpose) && waitersOf(purpose).length >= maxQueued) throw queueIsFull(maxQueued)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const waiter = { request, go: resolve, reject }
      const leave = () => {
        waiting.delete(waiter)
        reject(signal.reason)
      }
      waiting.add(waiter)
      signal.addEventListener('abort', leave, { once: true })
      void serve()
      await promise.finally(() => signal.removeEventListener('abort', leave))
    },
  }
}
