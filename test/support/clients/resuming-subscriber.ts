import { expect } from 'vitest'
import { decodePosition } from '../../../src/inventory/feed/position.ts'
import type { WatchEvent } from '../subscription.ts'
import { createFollower } from './reconnecting-subscriber.ts'

/** State of a subscriber to all image builders that is cut off now and then and resumes. */
export interface Replica extends Disposable {
  /** State and creation time by name; another time means another builder. */
  readonly held: ReadonlyMap<string, string>
  readonly counts: { readonly cuts: number; readonly resets: number; readonly events: number }
  /** Connects unless connected, resuming from its cursor if there is one. */
  connect(): void
  /** Closes its socket, dropping messages in transit. */
  cut(): void
  /** Closes its socket after that many more events and reconnects at once. */
  cutAfter(events: number): void
  /** Resolves once it has reached this cursor. Rejects on an event that does not follow the last one. */
  reached(cursor: string): Promise<void>
  /** Returns true if it has reached this cursor and nothing after it. */
  isAt(cursor: string): boolean
}

const SELECTION = 'kind cursor state previousState item: imageBuilder { name createdTime }'

interface Received extends Pick<WatchEvent, 'kind' | 'cursor' | 'state' | 'previousState'> {
  readonly item: { readonly name: string; readonly createdTime: string } | null
}

/** Formats the state of a builder. */
export function describe(state: string | null, createdTime: string | undefined): string {
  return `${state}, made ${createdTime}`
}

/** Creates an empty replica. */
export function createReplica(url: string): Replica {
  const held = new Map<string, string>()
  let resets = 0
  let cursor: string | undefined
  /** Number of the last change; undefined while a snapshot is incomplete. */
  let version: number | undefined
  let wanted:
    | { readonly version: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }
    | undefined
  let failure: unknown

  function apply(event: Received): void {
    const { kind, item, state, previousState } = event
    const { name = '', createdTime } = item ?? {}
    const number = numberOf(event.cursor)
    switch (kind) {
      case 'RESET':
        resets++
        held.clear()
        break
      case 'SNAPSHOT':
        expect(held.has(name), `SNAPSHOT of ${name}, which is held`).toBe(false)
        held.set(name, describe(state, createdTime))
        break
      case 'SYNCED':
        if (version !== undefined) expect(number, 'the change that SYNCED stands at').toBe(version)
        break
      default:
        // No loss, no duplicates, in order.
        expect(number, 'the number of the change').toBe((version ?? Number.NaN) + 1)
        expect(held.get(name), `${name} before ${kind}`).toBe(
          kind === 'CREATED' ? undefined : describe(previousState, createdTime),
        )
        if (kind === 'DELETED') held.delete(name)
        else held.set(name, describe(state, createdTime))
    }
    version = number
    cursor = event.cursor
  }

  function note(): void {
    if (failure !== undefined) wanted?.reject(failure)
    else if (wanted !== undefined && version !== undefined && version >= wanted.version) wanted.resolve()
  }

  const follower = createFollower<Received>(
    url,
    () => {
      // Without a cursor, it holds at most part of a snapshot.
      if (cursor === undefined) held.clear()
      const args = cursor === undefined ? 'snapshot: true' : `after: "${cursor}"`
      return `subscription { event: imageBuilderStateChanged(${args}) { ${SELECTION} } }`
    },
    (event) => {
      try {
        apply(event)
      } catch (error) {
        failure = error
      }
      note()
    },
  )

  return {
    held,
    counts: {
      get cuts() {
        return follower.counts.cuts
      },
      get events() {
        return follower.counts.events
      },
      get resets() {
        return resets
      },
    },
    isAt: (target) => version !== undefined && version === numberOf(target),
    connect: follower.connect,
    cut: follower.cut,
    cutAfter: follower.cutAfter,
    reached(target) {
      follower.check()
      return new Promise((resolve, reject) => {
        wanted = { version: numberOf(target) ?? Number.NaN, resolve, reject }
        note()
      })
    },
    [Symbol.dispose]: follower.cut,
  }
}

/** Returns the change number of a cursor. */
function numberOf(cursor: string): number | undefined {
  const [version] = Object.values(decodePosition(cursor)?.versions ?? {})
  return version
}
