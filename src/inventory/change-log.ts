import type { Clock, Sequence } from '../clock.ts'
import type { CommitPosition } from '../shared/shared.ts'
import type { Change } from './diff.ts'

/** A change, with its position in the logs. */
export interface LogEntry<Item> {
  readonly change: Change<Item>
  /** Number of the change within its collection, from 1. */
  readonly number: number
  /** Global order of the changes of all collections. */
  readonly sequence: number
  /** Epoch milliseconds. */
  readonly observedAt: number
  /** Commit that contains the change. */
  readonly position: CommitPosition
}

/** Bounded log of the changes of one collection. */
export interface ChangeLog<Item> {
  /** Returns the number of the latest change; 0 before the first. */
  head(): number
  /** Returns the changes after a number, oldest first; undefined if some were evicted or the number is unknown. */
  since(number: number): readonly LogEntry<Item>[] | undefined
  append(changes: readonly Change<Item>[], position: CommitPosition): void
  /** Calls a listener with the changes of each append; returns a function that removes it. */
  listen(listener: (entries: readonly LogEntry<Item>[]) => void): () => void
}

/** Bounds on the contents of a log. */
export interface LogBounds {
  readonly maxEntries: number
  readonly maxAgeMs: number
  /** Approximate. Includes resources that the snapshot still shares with the log. */
  readonly maxBytes: number
}

/** Creates an empty log. */
export function createChangeLog<Item>(dependencies: {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly bounds: LogBounds
  /** Returns the approximate memory use of an item, in bytes. */
  readonly bytesOf: (item: Item) => number
}): ChangeLog<Item> {
  const { clock, sequence, bounds, bytesOf } = dependencies
  const listeners = new Set<(entries: readonly LogEntry<Item>[]) => void>()
  let entries: LogEntry<Item>[] = []
  let head = 0
  let bytes = 0

  function forgetOld(): void {
    const oldest = clock.now() - bounds.maxAgeMs
    let surplus = 0
    for (const entry of entries) {
      const isTooMany = entries.length - surplus > bounds.maxEntries || bytes > bounds.maxBytes
      if (!isTooMany && entry.observedAt >= oldest) break
      bytes -= bytesOfChange(entry.change)
      surplus++
    }
    if (surplus > 0) entries = entries.slice(surplus)
  }

  /** Returns the bytes of both versions, although the snapshot may share them: later, only the log may hold them. */
  function bytesOfChange(change: Change<Item>): number {
    return ('before' in change ? bytesOf(change.before) : 0) + ('after' in change ? bytesOf(change.after) : 0)
  }

  return {
    head: () => head,
    since(number) {
      forgetOld()
      if (number > head || number < head - entries.length) return undefined
      return entries.slice(entries.length - (head - number))
    },
    append(changes, position) {
      if (changes.length === 0) return
      const appended = changes.map((change) => {
        head++
        bytes += bytesOfChange(change)
        return { change, number: head, sequence: sequence.next(), observedAt: clock.now(), position }
      })
      entries = [...entries, ...appended]
      for (const listener of listeners) listener(appended)
      forgetOld()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
