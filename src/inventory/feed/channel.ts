import type { LogEntry } from '../change-log.ts'
import type { Clock, Schedule, Sequence } from '../clock.ts'
import type { Collection } from '../collection.ts'
import { createCatchUp } from './catch-up.ts'
import type { FeedEvent } from './event.ts'
import type { Interest } from './interest.ts'
import type { Position } from './position.ts'
import { createSubscriber, type Subscriber } from './subscriber.ts'

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
  readonly sequence: Sequence
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
  const { schedule, bookmarkIntervalMs, maxQueued } = parts
  const { sources, matchesChange } = interest
  const collections = sources.flatMap((source) => source.collections)
  /** The latest change told of each collection; one that was never listed is not in it. */
  const versions = new Map<string, number>()
  /** Everybody, and those among them who are told what happens: not who is being caught up. */
  const subscribers = new Set<Subscriber<Item>>()
  const live = new Map<Subscriber<Item>, { readonly holdsState: boolean }>()
  const catchUp = createCatchUp(interest, { ...parts, versions })

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
    catchUp.forget()
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
    if (live.size > 0 && matchesChange(entry.change)) tell(catchUp.changed(entry))
  }

  /** A target that could not be read until now is resynced alone, for those who hold what there is. */
  function onListed(collection: Collection<Item>): void {
    catchUp.forget()
    if (versions.has(collection.key)) return
    noteVersion(collection)
    if (live.size === 0) return
    for (const event of catchUp.resync(collection)) tell(event, ({ holdsState }) => holdsState)
  }

  function bookmark(): void {
    cancelBookmark = schedule(bookmarkIntervalMs, bookmark)
    if (live.size > 0) tell(catchUp.synced())
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
          return catchUp.reset()
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
        if (after !== undefined) subscriber.catchUp(catchUp.since(after))
        else if (snapshot) subscriber.catchUp(catchUp.snapshot())
        live.set(subscriber, member)
      })
      return subscriber
    },
    close,
  }
}
