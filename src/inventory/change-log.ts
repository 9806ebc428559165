import type { Clock, Sequence } from './clock.ts'
import type { Change } from './diff.ts'

/** A change, and its place among all others. */
export interface LogEntry<Item> {
  readonly change: Change<Item>
  /** Counts the changes of one collection, from 1. */
  readonly number: number
  /** Orders the changes of all collections. */
  readonly sequence: number
  /** Epoch milliseconds. */
  readonly observedAt: number
}

/** The changes of one collection, as far back as the bounds allow. */
export interface ChangeLog<Item> {
  /** The number of the latest change; 0 before the first. */
  head(): number
  /** The changes after a number, oldest first; undefined when they are not all kept, or the number was never given. */
  since(number: number): readonly LogEntry<Item>[] | undefined
  append(changes: readonly Change<Item>[]): void
  /** Has a listener told of each change as it is appended; the result ends that. */
  listen(listener: (entry: LogEntry<Item>) => void): () => void
}

/** How much a log keeps. */
export interface LogBounds {
  readonly maxEntries: number
  readonly maxAgeMs: number
}

/** An empty log. */
export function createChangeLog<Item>(parts: {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly bounds: LogBounds
}): ChangeLog<Item> {
  const { clock, sequence, bounds } = parts
  const listeners = new Set<(entry: LogEntry<Item>) => void>()
  let entries: LogEntry<Item>[] = []
  let head = 0

  function forgetOld(): void {
    const oldest = clock.now() - bounds.maxAgeMs
    const kept = entries.findIndex(({ observedAt }) => observedAt >= oldest)
    const surplus = Math.max(kept === -1 ? entries.length : kept, entries.length - bounds.maxEntries)
    if (surplus > 0) entries = entries.slice(surplus)
  }

  return {
    head: () => head,
    since(number) {
      forgetOld()
      if (number > head || number < head - entries.length) return undefined
      return entries.slice(entries.length - (head - number))
    },
    append(changes) {
      for (const change of changes) {
        head++
        const entry = { change, number: head, sequence: sequence.next(), observedAt: clock.now() }
        entries.push(entry)
        for (const listener of listeners) listener(entry)
      }
      if (changes.length > 0) forgetOld()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
