import type { FeedEvent } from './event.ts'

/** Ordered events of one subscriber: its catch-up first, then live events. */
export interface Subscriber<Item> extends AsyncIterableIterator<FeedEvent<Item>, undefined> {
  /** True if it received a snapshot or resumed; it then also receives later resyncs and resets. */
  readonly holdsState: boolean
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

/** Limit and callbacks that all subscribers of one channel share. */
export interface SubscriberOwner<Item> {
  /** Maximum number of events queued for one subscriber. */
  readonly maxQueued: number
  /** Returns the catch-up of a subscriber that fell behind, when it reads again. Live events follow. */
  onBehind(subscriber: Subscriber<Item>): Iterable<FeedEvent<Item>>
  /** Called once a subscriber has left or was ended. */
  onEnd(subscriber: Subscriber<Item>): void
}

type Result<Item> = IteratorResult<FeedEvent<Item>, undefined>

const DONE = { done: true, value: undefined } as const

/** Creates a subscriber. */
export function createSubscriber<Item>(owner: SubscriberOwner<Item>, holdsState = false): Subscriber<Item> {
  return new FeedSubscriber(owner, holdsState)
}

/**
 * Subscriber of a channel. It is not an async generator, whose `return` waits for a pending `next`: a subscriber that
 * leaves while there are no events would leak. It is a class, because thousands of subscribers share its methods.
 */
class FeedSubscriber<Item> implements Subscriber<Item> {
  readonly holdsState: boolean
  readonly #owner: SubscriberOwner<Item>
  #backlog: Iterator<FeedEvent<Item>> | undefined
  /** Undefined while no event is queued. */
  #queue: FeedEvent<Item>[] | undefined
  #waiting: ((result: Result<Item>) => void) | undefined
  #isBehind = false
  #hasEnded = false

  constructor(owner: SubscriberOwner<Item>, holdsState: boolean) {
    this.#owner = owner
    this.holdsState = holdsState
  }

  catchUp(events: Iterable<FeedEvent<Item>>): void {
    this.#backlog = events[Symbol.iterator]()
    this.#wake()
  }

  push(event: FeedEvent<Item>): boolean {
    if (this.queued() >= this.#owner.maxQueued) {
      // The next snapshot includes the queued events.
      this.#queue = undefined
      this.#isBehind = true
      return false
    }
    this.#queue ??= []
    this.#queue.push(event)
    this.#wake()
    return true
  }

  restart(): void {
    if (this.#hasEnded) return
    this.#backlog = undefined
    this.#queue = undefined
    this.#isBehind = true
    this.#wake()
  }

  queued(): number {
    return this.#queue?.length ?? 0
  }

  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#backlog = undefined
    this.#queue = undefined
    this.#waiting?.(DONE)
    this.#waiting = undefined
    this.#owner.onEnd(this)
  }

  next(): Promise<Result<Item>> {
    const event = this.#hasEnded ? undefined : this.#take()
    if (event !== undefined) return Promise.resolve({ done: false, value: event })
    if (this.#hasEnded) return Promise.resolve(DONE)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  return(): Promise<Result<Item>> {
    this.end()
    return Promise.resolve(DONE)
  }

  throw(error: unknown): Promise<Result<Item>> {
    this.end()
    return Promise.reject(error)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #take(): FeedEvent<Item> | undefined {
    const caughtUp = this.#backlog?.next()
    if (caughtUp !== undefined && !caughtUp.done) return caughtUp.value
    this.#backlog = undefined
    const queued = this.#queue?.shift()
    if (this.#queue?.length === 0) this.#queue = undefined
    if (queued !== undefined || !this.#isBehind) return queued
    this.#isBehind = false
    this.#backlog = this.#owner.onBehind(this)[Symbol.iterator]()
    return this.#take()
  }

  #wake(): void {
    if (this.#waiting === undefined) return
    const event = this.#take()
    if (event === undefined) return
    const resolve = this.#waiting
    this.#waiting = undefined
    resolve({ done: false, value: event })
  }
}
