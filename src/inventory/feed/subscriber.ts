import type { FeedEvent } from './event.ts'

/** One subscriber's events, in order: what it has to catch up with first, then what happens. */
export interface Subscriber<Item> extends AsyncIterableIterator<FeedEvent<Item>, undefined> {
  /** Tells it what it has to catch up with; comes before everything pushed later. */
  catchUp(events: Iterable<FeedEvent<Item>>): void
  /** Tells it what happened. False when it has fallen too far behind: it wants to be caught up before it is told more. */
  push(event: FeedEvent<Item>): boolean
  /** How many events wait for it. */
  queued(): number
  /** Ends it. */
  end(): void
}

/** What a subscriber calls back. */
export interface SubscriberOptions<Item> {
  /** Events that may wait for a slow reader. */
  readonly maxQueued: number
  /** It had fallen behind, and reads again: what it has to catch up with. From now on it is told what happens. */
  readonly onBehind: () => Iterable<FeedEvent<Item>>
  /** It has left, or was ended. */
  readonly onEnd: () => void
}

type Result<Item> = IteratorResult<FeedEvent<Item>, undefined>

const DONE = { done: true, value: undefined } as const

/**
 * Makes a subscriber. Written by hand, because an async generator's `return` waits for a pending `next`, which may never
 * come: it would leak every subscriber that leaves while nothing happens.
 */
export function createSubscriber<Item>({
  maxQueued,
  onBehind,
  onEnd,
}: SubscriberOptions<Item>): Subscriber<Item> {
  let backlog: Iterator<FeedEvent<Item>> | undefined
  let queue: FeedEvent<Item>[] = []
  let waiting: ((result: Result<Item>) => void) | undefined
  let isBehind = false
  let hasEnded = false

  function take(): FeedEvent<Item> | undefined {
    const caughtUp = backlog?.next()
    if (caughtUp !== undefined && !caughtUp.done) return caughtUp.value
    backlog = undefined
    const queued = queue.shift()
    if (queued !== undefined || !isBehind) return queued
    isBehind = false
    backlog = onBehind()[Symbol.iterator]()
    return take()
  }

  function wake(): void {
    if (waiting === undefined) return
    const event = take()
    if (event === undefined) return
    const resolve = waiting
    waiting = undefined
    resolve({ done: false, value: event })
  }

  function end(): void {
    if (hasEnded) return
    hasEnded = true
    backlog = undefined
    queue = []
    waiting?.(DONE)
    waiting = undefined
    onEnd()
  }

  return {
    catchUp(events) {
      backlog = events[Symbol.iterator]()
      wake()
    },
    push(event) {
      if (queue.length >= maxQueued) {
        // What waits is let go: the snapshot that follows holds it all.
        queue = []
        isBehind = true
        return false
      }
      queue.push(event)
      wake()
      return true
    },
    queued: () => queue.length,
    end,
    next() {
      const event = hasEnded ? undefined : take()
      if (event !== undefined) return Promise.resolve({ done: false, value: event })
      if (hasEnded) return Promise.resolve(DONE)
      return new Promise((resolve) => {
        waiting = resolve
      })
    },
    return() {
      end()
      return Promise.resolve(DONE)
    },
    throw(error) {
      end()
      return Promise.reject(error)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
