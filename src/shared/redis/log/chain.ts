import { randomUUID } from 'node:crypto'
import type { CommitPosition } from '../../shared.ts'
import { createSerially } from '../serially.ts'
import type { Entry } from './entries.ts'
import type { SharedSequence } from './sequence.ts'

/** Last commit in the engine, with the nonces of those before it. */
export interface Head extends CommitPosition {
  /** Nonces of the last commits, oldest first, including this one. */
  readonly nonces: readonly string[]
}

/**
 * Order of the commits as far as they are applied here. `shared`: it follows the log of the engine. `local`: this
 * replica works alone. `unjoined`: neither yet.
 */
export interface Chain {
  readonly kind: () => 'shared' | 'local' | 'unjoined'
  position(): CommitPosition
  includes(position: CommitPosition): boolean
  /** Returns true if this entry is the next commit. */
  isNext(entry: Entry): boolean
  /** Advances to this entry, the next commit. Returns its local sequence number. */
  advance(entry: Entry): number
  /** Adds a commit that only this replica has. Returns its local sequence number. */
  advanceLocally(): number
  /** Follows the log from this commit on. */
  join(head: Head): void
  /** Starts an order of this replica alone. */
  leave(): void
  /** Resolves to true once the commit of this number is applied, to false after a reset or at the deadline. */
  reached(number: number, deadline: Promise<unknown>): Promise<boolean>
  /** Calls a listener after each applied commit and each reset. Returns its removal. */
  onMoved(listener: () => void): () => void
  /** Resolves after the next applied commit or reset. */
  nextMove(): Promise<void>
  /** Calls the listeners of `onMoved`. */
  moved(): void
  /** Runs functions one at a time. All code that moves or replaces the chain runs here. */
  serially<Result>(run: () => Promise<Result>): Promise<Result>
}

/** Bound on the commits that `includes` knows. */
export const MAX_NONCES = 20_000

export function createChain(sequence: SharedSequence): Chain {
  let kind: 'shared' | 'local' | 'unjoined' = 'unjoined'
  let current: CommitPosition = { epoch: '', number: 1, nonce: '' }
  /** Nonces by number, oldest first. */
  let nonces = new Map<number, string>()
  /** Changes with each reset. */
  let generation = 0
  const listeners = new Set<() => void>()

  function moveTo(number: number, nonce: string): number {
    current = { epoch: current.epoch, number, nonce }
    nonces.set(number, nonce)
    if (nonces.size > MAX_NONCES) {
      const [oldest] = nonces.keys()
      if (oldest !== undefined) nonces.delete(oldest)
    }
    return sequence.advance(number)
  }

  function restart(next: 'shared' | 'local', position: CommitPosition, known: readonly string[]): void {
    const { epoch, number, nonce } = position
    kind = next
    current = { epoch, number, nonce }
    const from = number - known.length + 1
    nonces = new Map(known.map((text, index) => [from + index, text]))
    nonces.set(number, nonce)
    generation++
    sequence.reset(number)
  }

  function moved(): void {
    for (const listener of [...listeners]) listener()
  }

  return {
    kind: () => kind,
    position: () => current,
    includes: ({ epoch, number, nonce }) =>
      kind !== 'unjoined' && epoch === current.epoch && nonces.get(number) === nonce,
    isNext: (entry) =>
      entry.epoch === current.epoch &&
      entry.number === current.number + 1 &&
      entry.previousNonce === current.nonce,
    advance: ({ number, nonce }) => moveTo(number, nonce),
    advanceLocally: () => moveTo(current.number + 1, randomUUID()),
    join: (head) => restart('shared', head, head.nonces),
    leave: () => restart('local', { epoch: randomUUID(), number: 1, nonce: '' }, []),
    async reached(number, deadline) {
      const started = generation
      const { promise, resolve } = Promise.withResolvers<boolean>()
      function check(): void {
        if (generation !== started) resolve(false)
        else if (current.number >= number) resolve(true)
      }
      listeners.add(check)
      check()
      try {
        return await Promise.race([promise, deadline.then(() => false)])
      } finally {
        listeners.delete(check)
      }
    },
    onMoved(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    nextMove: () =>
      new Promise((resolve) => {
        function moveOnce(): void {
          listeners.delete(moveOnce)
          resolve()
        }
        listeners.add(moveOnce)
      }),
    moved,
    serially: createSerially(),
  }
}
