import type { LogEntry } from '../change-log.ts'
import type { Clock, Schedule, Sequence } from '../clock.ts'
import type { Collection } from '../collection.ts'
import { createQueue } from '../queue.ts'
import { createSlices, type Slices } from '../slices.ts'
import { createCatchUp } from './catch-up.ts'
import type { FeedEvent } from './event.ts'
import type { Interest } from './interest.ts'
import type { Position } from './position.ts'
import type { SharedEvents } from './shared-events.ts'
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
  /** Lets work on many changes and subscribers yield to the event loop. */
  readonly slices?: Slices
}

/** The subscribers of one interest: each change is made an event once, for all of them. */
export interface Channel<Item> {
  join(beginning: Beginning): Subscriber<Item>
  readonly subscribers: Iterable<Subscriber<Item>>
  /** Ends every subscriber. */
  close(): void
}

/** A subscriber that is sent what happens. */
interface Member {
  /** It was sent what there is, and can be sent more of that. */
  readonly holdsState: boolean
  /** The number of changes that had arrived when it was caught up: it knows these. */
  knows: number
}

/** Changes of one collection that arrived together; all channels share the entries. */
interface Batch<Item> {
  readonly key: string
  readonly entries: ArrayIterator<LogEntry<Item>>
}

/** Deliveries of changes to subscribers that make up one task; a task takes about a millisecond. */
const DELIVERIES_PER_TASK = 2000

/** How long a subscriber waits for the slowest of its targets before it is told what the others hold. */
const READ_PATIENCE_MS = 5_000

/** Opens a channel: it watches from now on. `onEmpty` is called when its last subscriber has left; then it has closed. */
export function openChannel<Item>(
  interest: Interest<Item>,
  parts: ChannelParts & { readonly sharedEvents?: SharedEvents<Item> },
  onEmpty: () => void,
): Channel<Item> {
  const { schedule, bookmarkIntervalMs, maxQueued, slices = createSlices() } = parts
  const { sources, matchesChange } = interest
  const collections = sources.flatMap((source) => source.collections)
  /** The latest change of each collection; one that was never listed is not in it. */
  const versions = new Map<string, number>()
  /** The same without the changes that wait to be sent. */
  const sentVersions = new Map<string, number>()
  /** Changes that wait to be sent: a listing may bring thousands at once, for thousands of subscribers. */
  const batches = createQueue<Batch<Item>>()
  let arrived = 0
  let sent = 0
  let isSending = false
  /** The batch that is being sent. */
  let current: Batch<Item> | undefined
  /** Everybody, and those among them who are told what happens: not who is being caught up. */
  const subscribers = new Set<Subscriber<Item>>()
  const live = new Map<Subscriber<Item>, Member>()
  const catchUp = createCatchUp(interest, { ...parts, versions, sentVersions })

  const releases = sources.map(({ watcher }) => watcher.acquire())
  const unlisten = collections.flatMap((collection) => [
    collection.log.listen((entries) => onChanges(collection, entries)),
    collection.onListed(() => onListed(collection)),
  ])
  for (const collection of collections) if (collection.latest() !== undefined) begin(collection)
  let cancelBookmark = schedule(bookmarkIntervalMs, bookmark)
  const read = Promise.allSettled(collections.map((collection) => collection.read({ onStale: () => {} })))
  /** Whoever joins waits for what there is, though not for a target that hangs: that one is resynced alone, later. */
  const { promise: ready, resolve: beginAnyway } = Promise.withResolvers<void>()
  const cancelPatience = schedule(READ_PATIENCE_MS, beginAnyway)
  void read.then(() => {
    cancelPatience()
    beginAnyway()
  })

  function begin(collection: Collection<Item>): void {
    versions.set(collection.key, collection.log.head())
    sentVersions.set(collection.key, collection.log.head())
    catchUp.forget()
  }

  function tell(event: FeedEvent<Item>, isFor: (member: Member) => boolean = () => true): void {
    for (const [subscriber, member] of live) {
      // Who is too slow is caught up when it reads again.
      if (isFor(member) && !subscriber.push(event)) live.delete(subscriber)
    }
  }

  function onChanges({ key }: Collection<Item>, entries: readonly LogEntry<Item>[]): void {
    const newest = entries.at(-1)
    if (newest === undefined || !versions.has(key)) return
    versions.set(key, newest.number)
    catchUp.forget()
    arrived += entries.length
    batches.push({ key, entries: entries.values() })
    if (isSending) return
    isSending = true
    slices.schedule(sendChanges)
  }

  function sendChanges(): void {
    let left = DELIVERIES_PER_TASK
    while (left > 0 && sent < arrived) {
      sendChange()
      left -= 1 + live.size
    }
    if (sent < arrived) slices.schedule(sendChanges)
    else isSending = false
  }

  function sendChange(): void {
    current ??= batches.shift()
    const { done, value: entry } = current?.entries.next() ?? { done: true }
    if (current === undefined || done || entry === undefined) {
      current = undefined
      return
    }
    sent++
    sentVersions.set(current.key, entry.number)
    if (live.size === 0 || !matchesChange(entry.change)) return
    tell(catchUp.changed(entry), ({ knows }) => knows < sent)
  }

  /** A target that could not be read until now is resynced alone, for those who hold what there is. */
  function onListed(collection: Collection<Item>): void {
    catchUp.forget()
    if (versions.has(collection.key)) return
    begin(collection)
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
    batches.clear()
    current = undefined
    sent = arrived
    for (const stop of [...unlisten, ...releases]) stop()
    for (const subscriber of subscribers) subscriber.end()
  }

  return {
    subscribers,
    join({ snapshot, after }) {
      const member: Member = { holdsState: snapshot || after !== undefined, knows: 0 }
      const subscriber = createSubscriber<Item>({
        maxQueued,
        onBehind() {
          goLive()
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
      const goLive = () => {
        member.knows = arrived
        live.set(subscriber, member)
      }
      void ready.then(() =>
        slices.schedule(() => {
          if (!subscribers.has(subscriber)) return
          // In one go, so that nothing comes between what it catches up with and what it is sent.
          if (after !== undefined) subscriber.catchUp(catchUp.since(after))
          else if (snapshot) subscriber.catchUp(catchUp.snapshot())
          goLive()
        }),
      )
      return subscriber
    },
    close,
  }
}
