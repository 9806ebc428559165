import type { ExecutionResult } from 'graphql'
import type { Slices } from '../../inventory/slices.ts'
import type { Outlet } from './outlet.ts'
import type { SharedResult } from './shared-results.ts'

/** How the results of one subscription are made and sent. */
export interface EventDelivery {
  readonly slices: Slices
  /** Undefined where the transport takes one event at a time anyway. */
  readonly outlet: Outlet | undefined
  /** Returns undefined while the caller may have more unsent, otherwise a promise for when to ask again. */
  readonly roomToSend: () => Promise<void> | undefined
  readonly resultOf: (event: unknown) => SharedResult
}

/** Results from this size on wait until their caller has read others. */
const LARGE_BYTES = 64 * 1024

const DONE: IteratorResult<ExecutionResult> = { done: true, value: undefined }

/**
 * Results of a subscription's events. It takes the next event when its connection has room, so that events for a slow
 * reader wait in the feed, which bounds them. Each event waits for its turn among those of all subscribers: without that,
 * events that are ready would be executed and sent without a break.
 *
 * Not an async generator, whose `return` waits for the next event; and a class, because subscriptions are many.
 */
export class EventResults implements AsyncIterableIterator<ExecutionResult> {
  readonly #events: AsyncIterator<unknown>
  readonly #delivery: EventDelivery
  #release: (() => void) | undefined
  #hasEnded = false

  constructor(events: AsyncIterator<unknown>, delivery: EventDelivery) {
    this.#events = events
    this.#delivery = delivery
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    const { outlet, resultOf, roomToSend } = this.#delivery
    await this.#waitFor(() => outlet?.room())
    const next = await this.#events.next()
    if (next.done) return DONE
    await this.#turn()
    await this.#waitFor(() => outlet?.room())
    if (this.#hasEnded) return DONE
    const result = resultOf(next.value)
    if (result.value === undefined) {
      this.#release = result.hold()
      await result.settled
      this.#release = undefined
      // Others wait for the same result, and would all be sent theirs at once.
      await this.#turn()
    }
    if (result.bytes >= LARGE_BYTES) await this.#waitFor(() => outlet?.room() ?? roomToSend())
    if (this.#hasEnded || result.value === undefined) return DONE
    return { done: false, value: result.value }
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#hasEnded = true
    this.#release?.()
    await this.#events.return?.()
    return DONE
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Waits until there is room, and then for a turn: others were waiting for the same. */
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
