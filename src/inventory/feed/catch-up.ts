import type { LogEntry } from '../change-log.ts'
import type { Clock, Sequence } from '../clock.ts'
import type { Collection } from '../collection.ts'
import type { FeedEvent, SourceFailure } from './event.ts'
import type { Interest } from './interest.ts'
import { createMoment } from './moment.ts'
import { encodePosition, type Position } from './position.ts'
import { createSharedEvents, type SharedEvents } from './shared-events.ts'

type Events<Item> = readonly FeedEvent<Item>[]

/** The events of an interest: what happens, and what brings somebody to where the others are. */
export interface CatchUp<Item> {
  /** A change, as everybody is told. */
  changed(entry: LogEntry<Item>): FeedEvent<Item>
  /** A mark of where everybody stands. */
  synced(): FeedEvent<Item>
  /** All of one collection that could not be read until now. */
  resync(collection: Collection<Item>): Events<Item>
  /** All that there is. */
  snapshot(): Events<Item>
  /** The same, for somebody who holds something else. */
  reset(): Events<Item>
  /** What happened since a position, and then all of what the position does not know of; or everything anew. */
  since(position: Position): Events<Item>
  /** Lets go of what was made for several who come at once. */
  forget(): void
}

/** What the events are made of. */
export interface CatchUpParts<Item> {
  readonly process: string
  readonly clock: Clock
  readonly sequence: Sequence
  /** The number of the latest change of each collection, by its key; one that was never listed is not in it. */
  readonly versions: ReadonlyMap<string, number>
  /** The same of the latest change that was sent; those that wait to be sent are in `versions` already. */
  readonly sentVersions?: ReadonlyMap<string, number>
  /** Shared with other interests. */
  readonly sharedEvents?: SharedEvents<Item>
}

/** Makes the events of an interest. */
export function createCatchUp<Item>(interest: Interest<Item>, parts: CatchUpParts<Item>): CatchUp<Item> {
  const {
    process,
    clock,
    versions,
    sentVersions = versions,
    sharedEvents = createSharedEvents(parts),
  } = parts
  const { sources, matchesChange, matchesItem } = interest
  const collections = sources.flatMap((source) => source.collections)
  /** In the middle of a snapshot there is nothing to go on from: who breaks off there begins anew. */
  const unfinished = encodePosition({ process })
  const moment = createMoment<Events<Item>>(parts, () => [
    ...collections.map((collection) => collection.latest()),
    ...sources.map(({ watcher }) => watcher.lastError()),
  ])

  function cursorAt(at: ReadonlyMap<string, number>): string {
    return encodePosition({ process, versions: Object.fromEntries(at) })
  }

  /** The targets that cannot be read; `justRead` has just shown that it can, though its poll is not through yet. */
  function failures(justRead?: Collection<Item>): SourceFailure[] {
    return sources.flatMap(({ target, watcher, collections: own }) => {
      const error = justRead !== undefined && own.includes(justRead) ? undefined : watcher.lastError()
      return error !== undefined || own.some(({ key }) => !versions.has(key)) ? [{ target, error }] : []
    })
  }

  function synced(at: ReadonlyMap<string, number>, justRead?: Collection<Item>): FeedEvent<Item> {
    return { kind: 'SYNCED', cursor: cursorAt(at), observedAt: clock.now(), failures: failures(justRead) }
  }

  function snapshotOf(some: readonly Collection<Item>[]): FeedEvent<Item>[] {
    return some.flatMap((collection) =>
      sharedEvents.snapshotOf(collection).filter(({ item }) => item !== undefined && matchesItem(item)),
    )
  }

  function snapshot(): Events<Item> {
    return moment.share('snapshot', () => [...snapshotOf(collections), synced(versions)])
  }

  function reset(): Events<Item> {
    return moment.share('reset', () => {
      const mark = { kind: 'RESET' as const, cursor: unfinished, observedAt: clock.now(), failures: [] }
      return [mark, ...snapshot()]
    })
  }

  /** What happened since each of these versions, in order, with the cursor after it; undefined when that is not all known. */
  function missedSince(at: Readonly<Record<string, number>>): FeedEvent<Item>[] | undefined {
    const missed: { readonly key: string; readonly entry: LogEntry<Item> }[] = []
    for (const { key, log } of collections) {
      const version = at[key]
      if (version === undefined) continue
      const entries = log.since(version)
      if (entries === undefined) return undefined
      for (const entry of entries) missed.push({ key, entry })
    }
    // Of the caller's cursor, only what is watched here goes into those of the events.
    let reached = Object.fromEntries(
      collections.flatMap(({ key }) => (at[key] === undefined ? [] : [[key, at[key]]])),
    )
    return missed
      .sort((one, other) => one.entry.sequence - other.entry.sequence)
      .flatMap(({ key, entry }) => {
        reached = { ...reached, [key]: entry.number }
        if (!matchesChange(entry.change)) return []
        return [sharedEvents.changed(entry, encodePosition({ process, versions: reached }))]
      })
  }

  return {
    changed: (entry) => sharedEvents.changed(entry, cursorAt(sentVersions)),
    synced: () => synced(sentVersions),
    resync: (collection) => [...snapshotOf([collection]), synced(sentVersions, collection)],
    snapshot,
    reset,
    since({ process: origin, versions: at }) {
      const unknown = collections.filter(({ key }) => at?.[key] === undefined)
      // Of another process, or of nothing that is watched here, it tells nothing of what its owner holds.
      if (origin !== process || at === undefined || unknown.length === collections.length) return reset()
      return moment.share(JSON.stringify(at), () => {
        const missed = missedSince(at)
        if (missed === undefined) return reset()
        return unknown.length === 0 ? missed : [...missed, ...snapshotOf(unknown), synced(versions)]
      })
    },
    forget: moment.forget,
  }
}
