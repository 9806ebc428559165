import { refusal } from '../refusal.ts'

/** Bounds of the work that is under way. Costs are those of `MAX_COST`. 0 means no limit. */
export interface AdmissionLimits {
  /** Estimated cost of all operations that execute at a time. */
  readonly maxRunningCost: number
  /** The same for one caller. */
  readonly callerRunningCost: number
  /** Bytes of all answers that clients have not read yet. */
  readonly maxUnsentBytes: number
  /** The same for one caller. */
  readonly callerUnsentBytes: number
  /** Operations that wait for their execution. */
  readonly maxQueued: number
  /** The same for one caller. */
  readonly callerQueued: number
}

/** An operation that asks to be executed. */
export interface Applicant {
  readonly caller: string
  /** Estimated cost. */
  readonly cost: number
  /** Aborts when nobody waits for the answer. */
  readonly signal: AbortSignal
}

/** The work and the unsent answers of a gateway. */
export interface Admission {
  /**
   * Resolves when the operation may execute. The result ends its execution; call it once.
   * @throws OVERLOADED (503) when the queue is full; the signal's reason when it aborts
   */
  enter(applicant: Applicant): Promise<() => void> | (() => void)
  /** Counts bytes that a caller has not read yet; the result stops counting them. */
  holdBytes(caller: string, bytes: number): () => void
  /**
   * Returns undefined while a caller may have more unsent bytes, otherwise a promise for when to ask again. It is for
   * answers that are ready and would count once they are sent.
   */
  roomToSend(caller: string): Promise<void> | undefined
  /** For metrics. */
  load(): { readonly queued: number; readonly runningCost: number; readonly unsentBytes: number }
}

/** Every operation counts as at least this much, so that the number of executions has a bound as well. */
const MIN_COST = 100
/** Operations up to this cost execute although much is unsent: their answers are small. */
const SMALL_COST = 1000
const RETRY_AFTER_S = '1'

interface Account {
  runningCost: number
  unsentBytes: number
  readonly queue: Waiting[]
}

interface Waiting extends Applicant {
  readonly admit: (leave: () => void) => void
}

/**
 * Creates the admission of operations: a weighted semaphore with a fair queue. Operations of one caller are first in,
 * first out; callers take turns. An operation larger than a limit executes alone.
 */
export function createAdmission(limits: AdmissionLimits): Admission {
  const accounts = new Map<string, Account>()
  /** Callers with waiting operations, longest wait first. */
  const rotation = new Set<string>()
  const total = { runningCost: 0, unsentBytes: 0, queued: 0 }
  /** Resolves at the next release of unsent bytes. */
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

  function hasRoom({ caller, cost }: Applicant): boolean {
    const account = accountOf(caller)
    const weight = weightOf(cost)
    if (!fits(total.runningCost, weight, limits.maxRunningCost)) return false
    if (!fits(account.runningCost, weight, limits.callerRunningCost)) return false
    return cost <= SMALL_COST || mayBeUnsent(account)
  }

  function mayBeUnsent({ unsentBytes }: Account): boolean {
    return fits(total.unsentBytes, 1, limits.maxUnsentBytes) && fits(unsentBytes, 1, limits.callerUnsentBytes)
  }

  function start({ caller, cost }: Applicant): () => void {
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

  /** Admits the first operation that has room; returns false if there is none. */
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

  function wait(applicant: Applicant): Promise<() => void> {
    const { caller, signal } = applicant
    const { queue } = accountOf(caller)
    if (isFull(queue.length, limits.callerQueued) || isFull(total.queued, limits.maxQueued)) {
      forgetIfIdle(caller)
      throw overloaded()
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        ...applicant,
        admit(leave) {
          signal.removeEventListener('abort', giveUp)
          resolve(leave)
        },
      }
      function giveUp(): void {
        queue.splice(queue.indexOf(waiting), 1)
        total.queued--
        if (queue.length === 0) rotation.delete(caller)
        forgetIfIdle(caller)
        reject(signal.reason)
        admitWaiting()
      }
      signal.addEventListener('abort', giveUp, { once: true })
      queue.push(waiting)
      total.queued++
      rotation.add(caller)
    })
  }

  return {
    enter(applicant) {
      applicant.signal.throwIfAborted()
      // Large operations of a caller keep their order; a small one need not wait for them.
      const isNext = applicant.cost <= SMALL_COST || accountOf(applicant.caller).queue.length === 0
      return isNext && hasRoom(applicant) ? start(applicant) : wait(applicant)
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

/** Whether something fits beside what is there; what is too large for the limit has it for itself. */
function fits(taken: number, more: number, limit: number): boolean {
  return limit === 0 || taken === 0 || taken + more <= limit
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
    'Too many operations are waiting. Retry later, or send fewer at once (MAX_QUEUED_OPERATIONS, CALLER_MAX_QUEUED_OPERATIONS).'
  return refusal('OVERLOADED', message, 503, { 'retry-after': RETRY_AFTER_S })
}
