import type { FeedEvent } from './event.ts'

/** Ordered events of one subscriber: its catch-up first, then live events. */
export interface Subscriber<Item> extends AsyncIterableIterator<FeedEvent<Item>, undefined> {
  /** Sets the catch-up events, which precede all events pushed later. */
  catchUp(events: Iterable<FeedEvent<Item>>): void
  /**
   * Queues a live event. Returns false if the queue is full; further events then require a new catch-up.
   */
  push(event: FeedEvent<Item>): boolean
  /** Discards the undelivered events; the next read gets a new catch-up instead. */
  restart(): void
  /** Number of queued events. */
  queued(): number
  /** Ends the subscription. */
  end(): void
}

/** Options and callbacks of a subscriber. */
export interface SubscriberOptions<Item> {
  /** Maximum number of queued events. */
  readonly maxQueued: number
  /** Returns the catch-up of a subscriber that fell behind, when it reads again. Live events follow. */
  readonly onBehind: () => Iterable<FeedEvent<Item>>
  /** Called once the subscriber has left or was ended. */
  readonly onEnd: () => void
}

type Result<Item> = IteratorResult<FeedEvent<Item>, undefined>

const DONE = { done: true, value: undefined } as const

/**
 * Creates a subscriber. It is not an async generator, whose `return` waits for a pending `next`: a subscriber that
 * leaves while there are no events would leak.
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
        // The next snapshot includes the queued events.
        queue = []
        isBehind = true
        return false
      }
      queue.push(event)
      wake()
      return true
    },
    restart() {
      if (hasEnded) return
      backlog = undefined
      queue = []
      isBehind = true
      wake()
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
