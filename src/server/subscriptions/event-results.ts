import type { ExecutionResult } from 'graphql'
import type { Slices } from '../../inventory/slices.ts'
import { EndingStream } from '../stream.ts'
import type { SharedResult } from './shared-results.ts'

/** Connection over which subscriptions send their events. */
export interface EventSink {
  /** Returns undefined while the connection accepts events, otherwise a promise that resolves when to check again. */
  room(): Promise<void> | undefined
  /**
   * Waits until no other subscription of the connection has a large result, because results take memory long before
   * they count as unsent bytes. The returned function releases the reservation.
   */
  reserve(): Promise<() => void>
}

/** Execution and delivery of results, shared by all subscriptions. */
export interface EventDelivery<Subscription> {
  readonly slices: Slices
  /**
   * Returns undefined if the caller may have more unsent bytes, else a promise that resolves when to check again.
   */
  readonly roomToSend: (caller: string) => Promise<void> | undefined
  readonly resultOf: (subscription: Subscription, event: unknown) => SharedResult
}

/** Subscription whose results are delivered. */
export interface DeliveredSubscription {
  readonly caller: string
  /** Undefined if the transport requests one event at a time. */
  readonly sink: EventSink | undefined
  /** True if results can be large. */
  readonly mayBeLarge: boolean
}

/** Results of at least this size wait until their caller has read others. */
const LARGE_BYTES = 64 * 1024

const DONE: IteratorResult<ExecutionResult> = { done: true, value: undefined }

/**
 * Results of a subscription's events. Requests the next event only when the connection has room, so that the backlog of
 * a slow reader stays in the bounded queue of the feed. Each event waits for its turn among all subscribers; otherwise
 * ready events would be executed and sent without yielding.
 *
 * It is not an async generator, whose `return` waits for the next event, and it is a class, because there are many
 * subscriptions.
 */
export class EventResults<Subscription extends DeliveredSubscription>
  extends EndingStream
  implements AsyncIterableIterator<ExecutionResult>
{
  readonly #events: AsyncIterator<unknown>
  readonly #subscription: Subscription
  readonly #delivery: EventDelivery<Subscription>
  #release: (() => void) | undefined
  #leave: (() => void) | undefined
  #hasEnded = false

  constructor(
    events: AsyncIterator<unknown>,
    subscription: Subscription,
    delivery: EventDelivery<Subscription>,
  ) {
    super()
    this.#events = events
    this.#subscription = subscription
    this.#delivery = delivery
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    // A call of `next` means that the last result was sent.
    this.#leave?.()
    try {
      if (this.#roomForEvent() !== undefined) await this.#waitForRoom()
      const { done, value } = await this.#events.next()
      return done ? this.#end() : await this.#deliver(value)
    } catch (error) {
      this.notifyEnd()
      throw error
    }
  }

  async #deliver(event: unknown): Promise<IteratorResult<ExecutionResult>> {
    const { caller, sink, mayBeLarge } = this.#subscription
    await this.#turn()
    if (mayBeLarge && sink !== undefined) this.#leave = await sink.reserve()
    await this.#waitForRoom()
    if (this.#hasEnded) return this.#end()
    const result = this.#delivery.resultOf(this.#subscription, event)
    if (result.value === undefined) {
      this.#release = result.hold()
      await result.settled
      this.#release = undefined
      // Other subscribers wait for the same result, and all would send it at once.
      await this.#turn()
    }
    if (result.bytes >= LARGE_BYTES)
      await this.#waitFor(() => this.#roomForEvent() ?? this.#delivery.roomToSend(caller))
    else this.#leave?.()
    if (this.#hasEnded || result.value === undefined) return this.#end()
    return { done: false, value: result.value }
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#hasEnded = true
    this.#release?.()
    this.#leave?.()
    this.notifyEnd()
    await this.#events.return?.()
    return DONE
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #end(): IteratorResult<ExecutionResult> {
    this.#leave?.()
    this.notifyEnd()
    return DONE
  }

  #roomForEvent(): Promise<void> | undefined {
    return this.#subscription.sink?.room()
  }

  #waitForRoom(): Promise<void> {
    return this.#waitFor(() => this.#roomForEvent())
  }

  /** Waits for room, then for a turn, since others may have waited for the same room. */
  async #waitFor(room: () => Promise<void> | undefined): Promise<void> {
    for (let wait = room(); wait !== undefined && !this.#hasEnded; wait = room()) {
      await wait
      await this.#turn()
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#delivery.slices.schedule(resolve))
  }
}
