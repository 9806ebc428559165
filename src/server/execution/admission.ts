import { codedError } from '../coded-error.ts'

/** Limits of concurrent work. Costs are measured as for `MAX_COST`. 0: no limit. */
export interface AdmissionLimits {
  /** Maximum estimated cost of all executing operations. */
  readonly maxRunningCost: number
  /** Same, for one caller. */
  readonly callerRunningCost: number
  /** Maximum bytes of all responses that clients have not read yet. */
  readonly maxUnsentBytes: number
  /** Same, for one caller. */
  readonly callerUnsentBytes: number
  /** Maximum number of queued operations. */
  readonly maxQueued: number
  /** Same, for one caller. */
  readonly callerQueued: number
}

/** Request to execute an operation. */
export interface AdmissionRequest {
  readonly caller: string
  /** Estimated cost. */
  readonly cost: number
  /** Aborts when the response is no longer needed. */
  readonly signal: AbortSignal
}

/** Admits operations by their cost and by the unsent responses. */
export interface Admission {
  /**
   * Resolves when the operation may execute. The caller must call the returned function once when execution ends.
   * @throws {GraphQLError} OVERLOADED (503) if the queue is full; the reason of the signal if it aborts.
   */
  enter(request: AdmissionRequest): Promise<() => void> | (() => void)
  /** Counts bytes that a caller has not read. Returns a function that stops counting them. */
  holdBytes(caller: string, bytes: number): () => void
  /**
   * Returns undefined if a caller may have more unsent bytes, otherwise a promise that resolves when to check again.
   * For responses that are ready to be sent.
   */
  roomToSend(caller: string): Promise<void> | undefined
  /** Returns the current load, for metrics. */
  load(): { readonly queued: number; readonly runningCost: number; readonly unsentBytes: number }
}

/** Minimum cost per operation, which also bounds the number of concurrent executions. */
const MIN_COST = 100
/** Operations up to this cost execute even if many bytes are unsent, because their responses are small. */
const SMALL_COST = 1000
const RETRY_AFTER_S = '1'

interface Account {
  runningCost: number
  unsentBytes: number
  readonly queue: QueuedOperation[]
}

interface QueuedOperation extends AdmissionRequest {
  readonly admit: (leave: () => void) => void
}

/**
 * Creates the admission: a weighted semaphore with a fair queue. Operations of one caller are first in, first out, and
 * callers take turns. An operation above a limit executes alone.
 */
export function createAdmission(limits: AdmissionLimits): Admission {
  const accounts = new Map<string, Account>()
  /** Callers with queued operations; the one that has waited longest is first. */
  const rotation = new Set<string>()
  const total = { runningCost: 0, unsentBytes: 0, queued: 0 }
  /** Resolves when unsent bytes are released. */
  let room: PromiseWithResolvers<void> | undefined

  function accountOf(caller: string): Account {
    const known = accounts.get(caller) ?? { runningCost: 0, unsentBytes: 0, queue: [] }
    accounts.set(caller, known)
    return known
  }

  function forgetIfIdle(caller: string): void {
    const { runningCost, unsentBytes, queue } = accountOf(caller)
    if (runningCost === 0 && unsentBytes === 0 && queue.length === 0) accounts.delete(caller)
  }

  function hasRoom({ caller, cost }: AdmissionRequest): boolean {
    const account = accountOf(caller)
    const weight = weightOf(cost)
    if (!fits(total.runningCost, weight, limits.maxRunningCost)) return false
    if (!fits(account.runningCost, weight, limits.callerRunningCost)) return false
    return cost <= SMALL_COST || mayBeUnsent(account)
  }

  function mayBeUnsent({ unsentBytes }: Account): boolean {
    return fits(total.unsentBytes, 1, limits.maxUnsentBytes) && fits(unsentBytes, 1, limits.callerUnsentBytes)
  }

  function start({ caller, cost }: AdmissionRequest): () => void {
    const weight = weightOf(cost)
    accountOf(caller).runningCost += weight
    total.runningCost += weight
    return once(() => {
      accountOf(caller).runningCost -= weight
      total.runningCost -= weight
      forgetIfIdle(caller)
      admitWaiting()
    })
  }

  /** Admits the first operation that fits. Returns false if there is none. */
  function admitNext(): boolean {
    for (const caller of rotation) {
      const { queue } = accountOf(caller)
      const [first] = queue
      if (first === undefined || !hasRoom(first)) continue
      queue.shift()
      total.queued--
      rotation.delete(caller)
      if (queue.length > 0) rotation.add(caller)
      first.admit(start(first))
      return true
    }
    return false
  }

  function admitWaiting(): void {
    while (admitNext());
  }

  function noteRoom(): void {
    room?.resolve()
    room = undefined
  }

  function wait(request: AdmissionRequest): Promise<() => void> {
    const { caller, signal } = request
    const { queue } = accountOf(caller)
    if (isFull(queue.length, limits.callerQueued) || isFull(total.queued, limits.maxQueued)) {
      forgetIfIdle(caller)
      throw overloaded()
    }
    return new Promise((resolve, reject) => {
      const waiting: QueuedOperation = {
        ...request,
        admit(leave) {
          signal.removeEventListener('abort', leaveQueue)
          resolve(leave)
        },
      }
      function leaveQueue(): void {
        queue.splice(queue.indexOf(waiting), 1)
        total.queued--
        if (queue.length === 0) rotation.delete(caller)
        forgetIfIdle(caller)
        reject(signal.reason)
        admitWaiting()
      }
      signal.addEventListener('abort', leaveQueue, { once: true })
      queue.push(waiting)
      total.queued++
      rotation.add(caller)
    })
  }

  return {
    enter(request) {
      request.signal.throwIfAborted()
      // Large operations of a caller keep their order; a small one may overtake them.
      const isNext = request.cost <= SMALL_COST || accountOf(request.caller).queue.length === 0
      return isNext && hasRoom(request) ? start(request) : wait(request)
    },
    holdBytes(caller, bytes) {
      accountOf(caller).unsentBytes += bytes
      total.unsentBytes += bytes
      return once(() => {
        accountOf(caller).unsentBytes -= bytes
        total.unsentBytes -= bytes
        forgetIfIdle(caller)
        admitWaiting()
        noteRoom()
      })
    },
    roomToSend(caller) {
      const account = accounts.get(caller)
      if (account === undefined || mayBeUnsent(account)) return undefined
      room ??= Promise.withResolvers()
      return room.promise
    },
    load: () => ({ ...total }),
  }
}

function weightOf(cost: number): number {
  return Math.max(cost, MIN_COST)
}

/** Returns true if an amount fits within the limit. If nothing is taken, any amount fits. */
function fits(used: number, more: number, limit: number): boolean {
  return limit === 0 || used === 0 || used + more <= limit
}

function isFull(count: number, limit: number): boolean {
  return limit > 0 && count >= limit
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    run()
  }
}

function overloaded() {
  const message =
    'Too many queued operations (MAX_QUEUED_OPERATIONS, CALLER_MAX_QUEUED_OPERATIONS). Retry later, or send fewer at once.'
  return codedError('OVERLOADED', message, 503, { 'retry-after': RETRY_AFTER_S })
}
