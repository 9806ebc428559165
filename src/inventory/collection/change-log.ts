import type { Clock } from '../../clock.ts'
import type { CommitMeta, CommitPosition } from '../../shared/shared.ts'
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
  /** Position of the commit that contains the change. */
  readonly position: CommitPosition
}

/** Bounded log of the changes of one collection. */
export interface ChangeLog<Item> {
  /** Returns the number of the latest change; 0 before the first. */
  head(): number
  /** Returns the changes after a number, oldest first; undefined if some were evicted or the number is unknown. */
  since(number: number): readonly LogEntry<Item>[] | undefined
  /** Appends the changes of one commit. */
  append(changes: readonly Change<Item>[], commit: ChangeCommit): void
  /** Clears the log and sets the number of the latest change, after the state was replaced. */
  restart(head: number): void
  /**
   * Adds the changes of a commit that is older than the restored state. Commits are recalled in their order. `last` is
   * the number of the last of the changes.
   */
  recall(changes: readonly Change<Item>[], last: number, commit: ChangeCommit): void
  /** Calls a listener with the changes of each append; returns a function that removes it. */
  listen(listener: (entries: readonly LogEntry<Item>[]) => void): () => void
}

/** Commit that contains changes. */
export type ChangeCommit = Pick<CommitMeta, 'sequence' | 'at' | 'position'>

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
  readonly bounds: LogBounds
  /** Returns the approximate memory use of an item, in bytes. */
  readonly bytesOf: (item: Item) => number
}): ChangeLog<Item> {
  const { clock, bounds, bytesOf } = dependencies
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

  /** Adds changes to the end of the log; returns their entries. */
  function add(
    changes: readonly Change<Item>[],
    last: number,
    { sequence, at, position }: ChangeCommit,
  ): readonly LogEntry<Item>[] {
    const first = last - changes.length + 1
    // An incomplete history would hide the missing changes.
    if (entries.length > 0 && entries.at(-1)?.number !== first - 1) clear()
    const added = changes.map((change, index) => {
      bytes += bytesOfChange(change)
      return { change, number: first + index, sequence, observedAt: at, position }
    })
    entries = [...entries, ...added]
    return added
  }

  function clear(): void {
    entries = []
    bytes = 0
  }

  return {
    head: () => head,
    since(number) {
      forgetOld()
      if (number > head) return undefined
      if (number === head) return []
      const oldest = entries[0]?.number ?? Number.POSITIVE_INFINITY
      if (number < oldest - 1 || entries.at(-1)?.number !== head) return undefined
      return entries.slice(number - oldest + 1)
    },
    append(changes, commit) {
      if (changes.length === 0) return
      head += changes.length
      const added = add(changes, head, commit)
      for (const listener of listeners) listener(added)
      forgetOld()
    },
    restart(number) {
      head = number
      clear()
    },
    recall(changes, last, commit) {
      if (changes.length === 0 || last > head) return
      add(changes, last, commit)
      forgetOld()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
