import type { Target } from '../../appstream/target.ts'
import type { LogEntry } from '../change-log.ts'
import type { Clock, Schedule } from '../clock.ts'
import type { Collection } from '../collection.ts'
import type { Change } from '../diff.ts'
import type { Watcher } from '../watcher.ts'
import type { FeedEvent, SourceFailure } from './event.ts'
import { encodePosition, type Position } from './position.ts'
import { createSubscriber, type Subscriber } from './subscriber.ts'

/** A part of what is watched: the collections of one kind in one target, and what polls them. */
export interface WatchSource<Item> {
  readonly target: Target
  readonly collections: readonly Collection<Item>[]
  readonly watcher: Watcher
}

/** What subscribers of one channel have in common: they are told the same. */
export interface Interest<Item> {
  readonly sources: readonly WatchSource<Item>[]
  readonly matchesChange: (change: Change<Item>) => boolean
  readonly matchesItem: (item: Item) => boolean
}

/** How a subscriber begins. */
export interface Beginning {
  /** With everything there is. */
  readonly snapshot: boolean
  /** With what happened since. */
  readonly after: Position | undefined
}

/** What all channels share. */
export interface ChannelParts {
  readonly process: string
  readonly clock: Clock
  readonly schedule: Schedule
  readonly bookmarkIntervalMs: number
  readonly maxQueued: number
}

/** The subscribers of one interest: each change is made an event once, for all of them. */
export interface Channel<Item> {
  join(beginning: Beginning): Subscriber<Item>
  readonly subscribers: Iterable<Subscriber<Item>>
  /** Ends every subscriber. */
  close(): void
}

/** How long a subscriber waits for the slowest of its targets before it is told what the others hold. */
const READ_PATIENCE_MS = 5_000

/** Opens a channel: it watches from now on. `onEmpty` is called when its last subscriber has left; then it has closed. */
export function openChannel<Item>(
  interest: Interest<Item>,
  parts: ChannelParts,
  onEmpty: () => void,
): Channel<Item> {
  const { process, clock, schedule, bookmarkIntervalMs, maxQueued } = parts
  const { sources, matchesChange, matchesItem } = interest
  const collections = sources.flatMap((source) => source.collections)
  /** The latest change told of each collection; one that was never listed is not in it. */
  const versions = new Map<string, number>()
  /** Everybody, and those among them who are told what happens: not who is being caught up. */
  const subscribers = new Set<Subscriber<Item>>()
  const live = new Map<Subscriber<Item>, { readonly holdsState: boolean }>()
  let snapshotEvents: FeedEvent<Item>[] | undefined

  const releases = sources.map(({ watcher }) => watcher.acquire())
  const unlisten = collections.flatMap((collection) => [
    collection.log.listen((entry) => onEntry(collection, entry)),
    collection.onListed(() => onListed(collection)),
  ])
  for (const collection of collections) if (collection.latest() !== undefined) noteVersion(collection)
  let cancelBookmark = schedule(bookmarkIntervalMs, bookmark)
  const read = Promise.allSettled(collections.map((collection) => collection.read({ onStale: () => {} })))
  /** Whoever joins waits for what there is, though not for a target that hangs: that one is resynced alone, later. */
  const { promise: ready, resolve: beginAnyway } = Promise.withResolvers<void>()
  const cancelPatience = schedule(READ_PATIENCE_MS, beginAnyway)
  void read.then(() => {
    cancelPatience()
    beginAnyway()
  })

  function noteVersion(collection: Collection<Item>, version = collection.log.head()): void {
    versions.set(collection.key, version)
    snapshotEvents = undefined
  }

  function cursor(at: Readonly<Record<string, number>> = Object.fromEntries(versions)): string {
    return encodePosition({ process, versions: at })
  }

  /** The targets that cannot be read; `justRead` has just shown that it can, though its poll is not through yet. */
  function failures(justRead?: Collection<Item>): SourceFailure[] {
    return sources.flatMap(({ target, watcher, collections: parts }) => {
      const error = justRead !== undefined && parts.includes(justRead) ? undefined : watcher.lastError()
      return error !== undefined || parts.some(({ key }) => !versions.has(key)) ? [{ target, error }] : []
    })
  }

  function tell(
    event: FeedEvent<Item>,
    isFor: (member: { holdsState: boolean }) => boolean = () => true,
  ): void {
    for (const [subscriber, member] of live) {
      // Who is too slow is caught up when it reads again.
      if (isFor(member) && !subscriber.push(event)) live.delete(subscriber)
    }
  }

  function onEntry(collection: Collection<Item>, entry: LogEntry<Item>): void {
    if (!versions.has(collection.key)) return
    noteVersion(collection, entry.number)
    if (live.size > 0 && matchesChange(entry.change)) tell(toEvent(entry, cursor()))
  }

  /** A target that could not be read until now is resynced alone, for those who hold what there is. */
  function onListed(collection: Collection<Item>): void {
    // More than states may have changed.
    snapshotEvents = undefined
    if (versions.has(collection.key)) return
    noteVersion(collection)
    if (live.size === 0) return
    for (const event of [...snapshotOf([collection]), synced(collection)])
      tell(event, ({ holdsState }) => holdsState)
  }

  function bookmark(): void {
    cancelBookmark = schedule(bookmarkIntervalMs, bookmark)
    if (live.size > 0) tell(synced())
  }

  function plain(
    kind: 'SYNCED' | 'RESET',
    at: string,
    failing: readonly SourceFailure[] = [],
  ): FeedEvent<Item> {
    return { kind, cursor: at, observedAt: clock.now(), failures: failing }
  }

  function synced(justRead?: Collection<Item>): FeedEvent<Item> {
    return plain('SYNCED', cursor(), failures(justRead))
  }

  /** In the middle of a snapshot there is nothing to go on from: who breaks off there begins anew. */
  const unfinished = encodePosition({ process })

  function snapshotOf(parts: readonly Collection<Item>[]): FeedEvent<Item>[] {
    return parts.flatMap((collection) => {
      const snapshot = collection.latest()
      if (snapshot === undefined) return []
      const { observedAt } = snapshot
      const items = [...snapshot.items.values()].filter(matchesItem)
      return items.map((item) => ({
        kind: 'SNAPSHOT' as const,
        item,
        cursor: unfinished,
        observedAt,
        failures: [],
      }))
    })
  }

  /** Everything there is; made once for as many as begin before the next change. */
  function wholeSnapshot(): FeedEvent<Item>[] {
    snapshotEvents ??= [...snapshotOf(collections), synced()]
    return snapshotEvents
  }

  function reset(): FeedEvent<Item>[] {
    return [plain('RESET', unfinished), ...wholeSnapshot()]
  }

  /** What happened since a position, and then all of what the position does not know of; or everything anew. */
  function since(position: Position): FeedEvent<Item>[] {
    if (position.process !== process || position.versions === undefined) return reset()
    const at: Record<string, number> = { ...position.versions }
    const known = collections.filter(({ key }) => at[key] !== undefined)
    const missed: { readonly key: string; readonly entry: LogEntry<Item> }[] = []
    for (const { key, log } of known) {
      const entries = log.since(at[key] ?? 0)
      if (entries === undefined) return reset()
      for (const entry of entries) missed.push({ key, entry })
    }
    const events: FeedEvent<Item>[] = []
    for (const { key, entry } of missed.sort((one, other) => one.entry.sequence - other.entry.sequence)) {
      at[key] = entry.number
      if (matchesChange(entry.change)) events.push(toEvent(entry, cursor(at)))
    }
    const unknown = collections.filter((collection) => !known.includes(collection))
    return unknown.length === 0 ? events : [...events, ...snapshotOf(unknown), synced()]
  }

  function close(): void {
    cancelBookmark()
    cancelPatience()
    for (const stop of [...unlisten, ...releases]) stop()
    for (const subscriber of subscribers) subscriber.end()
  }

  return {
    subscribers,
    join({ snapshot, after }) {
      const member = { holdsState: snapshot || after !== undefined }
      const subscriber = createSubscriber<Item>({
        maxQueued,
        onBehind() {
          live.set(subscriber, member)
          return reset()
        },
        onEnd() {
          subscribers.delete(subscriber)
          live.delete(subscriber)
          if (subscribers.size > 0) return
          close()
          onEmpty()
        },
      })
      subscribers.add(subscriber)
      void ready.then(() => {
        if (!subscribers.has(subscriber)) return
        // In one go, so that nothing comes between what it catches up with and what it is told.
        if (after !== undefined) subscriber.catchUp(since(after))
        else if (snapshot) subscriber.catchUp(wholeSnapshot())
        live.set(subscriber, member)
      })
      return subscriber
    },
    close,
  }
}

function toEvent<Item>({ change, observedAt }: LogEntry<Item>, cursor: string): FeedEvent<Item> {
  const common = { kind: change.kind, cursor, observedAt, failures: [] }
  switch (change.kind) {
    case 'CREATED':
      return { ...common, item: change.after }
    case 'STATE_CHANGED':
      return { ...common, item: change.after, previous: change.before }
    case 'DELETED':
      return { ...common, item: change.before, previous: change.before }
  }
}
