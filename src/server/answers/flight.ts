import type { Schedule } from '../../clock.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import type { Answer } from './answer.ts'

/**
 * Single-flight execution: its leader executes a query, and equal requests follow, waiting for the answer. It ends when
 * the answer exists, when it cannot be shared, or when the leader has left or takes too long.
 */
export class Flight {
  /** Record of the leader. */
  readonly leader: RequestRecord
  /** True once the client of the leader has disconnected before the answer. */
  hasLeft = false
  #answered: PromiseWithResolvers<Answer | undefined> | undefined
  #cancel: (() => void) | undefined

  constructor(leader: RequestRecord) {
    this.leader = leader
  }

  /** True if requests wait for it. */
  get isFollowed(): boolean {
    return this.#answered !== undefined
  }

  /** Waits for the answer, at most for some time after the first follower. Resolves to undefined if there is none. */
  follow(schedule: Schedule, maxWaitMs: number): Promise<Answer | undefined> {
    if (this.#answered === undefined) {
      this.#answered = Promise.withResolvers()
      this.#cancel = schedule(maxWaitMs, () => this.end(undefined))
    }
    return this.#answered.promise
  }

  /** Resolves the waits of all followers. Idempotent. */
  end(answer: Answer | undefined): void {
    this.#cancel?.()
    this.#answered?.resolve(answer)
  }
}
