import type { Clock, Schedule, Sequence } from '../../clock.ts'
import type { Shared } from '../../shared/shared.ts'
import type { LogEntry } from '../collection/change-log.ts'
import type { Collection } from '../collection/collection.ts'
import { createQueue } from '../queue.ts'
import { createSlices, type Slices } from '../slices.ts'
import { createCatchUp } from './catch-up.ts'
import type { FeedEvent } from './event.ts'
import { laterCommit, whenApplied } from './position.ts'
import type { SharedEvents } from './shared-events.ts'
import { createSubscriber, type Subscriber, type SubscriberOwner } from './subscriber.ts'
import type { SubscriptionFilter, SubscriptionStart } from './subscription.ts'

/** Dependencies and limits shared by all channels. */
export interface ChannelDependencies {
  readonly shared: Pick<Shared, 'position' | 'includes' | 'onReset'>
  readonly clock: Clock
  readonly sequence: Sequence
  readonly schedule: Schedule
  readonly bookmarkIntervalMs: number
  readonly maxQueued: number
  /** Scheduler that spreads work over time slices. Default: a new one. */
  readonly slices?: Slices
}

/** Subscribers with the same filter. They share one event per change. */
export interface Channel<Item> {
  join(start: SubscriptionStart): Subscriber<Item>
  readonly subscribers: Iterable<Subscriber<Item>>
  /** Ends every subscriber. */
  close(): void
}

/** Changes of one collection that arrived together. All channels share the entries. */
interface Batch<Item> {
  readonly key: string
  readonly entries: ArrayIterator<LogEntry<Item>>
}

/** Deliveries per task; one task takes about a millisecond. */
const DELIVERIES_PER_TASK = 2000

/** Milliseconds that a subscription waits for its slowest target before it starts without that target. */
const READ_PATIENCE_MS = 5_000

/**
 * Opens a channel and starts polling. Closes it when the last subscriber leaves, and then calls `onEmpty`.
 */
export function openChannel<Item>(
  filter: SubscriptionFilter<Item>,
  dependencies: ChannelDependencies & { readonly sharedEvents?: SharedEvents<Item> },
  onEmpty: () => void,
): Channel<Item> {
  const { shared, schedule, bookmarkIntervalMs, maxQueued, slices = createSlices() } = dependencies
  const { sources, matchesChange } = filter
  const collections = sources.flatMap((source) => source.collections)
  /** Number of the latest change of each collection; collections never listed are absent. */
  const versions = new Map<string, number>()
  /** Same, without changes that are still queued. */
  const sentVersions = new Map<string, number>()
  /** Last commit that `sentVersions` depends on. */
  let sentCommit = shared.position()
  /** Changes are queued, because one listing can contain thousands for thousands of subscribers. */
  const batches = createQueue<Batch<Item>>()
  let arrived = 0
  let sent = 0
  let isSending = false
  /** The batch being sent. */
  let current: Batch<Item> | undefined
  const subscribers = new Set<Subscriber<Item>>()
  /**
   * Subscribers that receive live events. The value is the number of changes that their catch-up includes; these are
   * skipped.
   */
  const live = new Map<Subscriber<Item>, number>()
  const catchUp = createCatchUp(filter, {
    ...dependencies,
    versions,
    sentVersions,
    sentCommit: () => sentCommit,
  })

  const releases = sources.map(({ watcher }) => watcher.acquire())
  const unlisten = collections.flatMap((collection) => [
    collection.log.listen((entries) => onChanges(collection, entries)),
    collection.onListed(() => onListed(collection)),
    collection.onReset(onReset),
  ])
  unlisten.push(shared.onReset(onReset))
  markAllListed()
  let cancelBookmark = schedule(bookmarkIntervalMs, bookmark)
  const read = Promise.allSettled(collections.map((collection) => collection.read({ onStale: () => {} })))
  /** Resolves once all collections are read, or after {@link READ_PATIENCE_MS}. Late targets are resynced later. */
  const { promise: ready, resolve: startAnyway } = Promise.withResolvers<void>()
  const cancelPatience = schedule(READ_PATIENCE_MS, startAnyway)
  void read.then(() => {
    cancelPatience()
    startAnyway()
  })

  function markListed(collection: Collection<Item>): void {
    versions.set(collection.key, collection.log.head())
    sentVersions.set(collection.key, collection.log.head())
    sentCommit = shared.position()
    catchUp.clear()
  }

  function markAllListed(): void {
    for (const collection of collections) if (collection.latest() !== undefined) markListed(collection)
  }

  function deliver(
    event: FeedEvent<Item>,
    isFor: (subscriber: Subscriber<Item>, caughtUpTo: number) => boolean = () => true,
  ): void {
    for (const [subscriber, caughtUpTo] of live) {
      // The queue of a slow subscriber is full: it gets a reset when it reads again.
      if (isFor(subscriber, caughtUpTo) && !subscriber.push(event)) live.delete(subscriber)
    }
  }

  function onChanges({ key }: Collection<Item>, entries: readonly LogEntry<Item>[]): void {
    const newest = entries.at(-1)
    if (newest === undefined || !versions.has(key)) return
    versions.set(key, newest.number)
    catchUp.clear()
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
    sentCommit = laterCommit(sentCommit, entry.position)
    if (live.size === 0 || !matchesChange(entry.change)) return
    deliver(catchUp.changed(entry), (_subscriber, caughtUpTo) => caughtUpTo < sent)
  }

  /** Sends the first listing of a collection to subscribers that already got the snapshot of the others. */
  function onListed(collection: Collection<Item>): void {
    catchUp.clear()
    if (versions.has(collection.key)) return
    markListed(collection)
    if (live.size === 0) return
    for (const event of catchUp.resync(collection)) deliver(event, ({ holdsState }) => holdsState)
  }

  /** Resets the subscribers that hold state, since the local state was replaced. The others continue. */
  function onReset(): void {
    batches.clear()
    current = undefined
    sent = arrived
    versions.clear()
    sentVersions.clear()
    sentCommit = shared.position()
    catchUp.clear()
    markAllListed()
    for (const subscriber of live.keys()) {
      if (!subscriber.holdsState) continue
      live.delete(subscriber)
      slices.schedule(() => subscriber.restart())
    }
  }

  function bookmark(): void {
    cancelBookmark = schedule(bookmarkIntervalMs, bookmark)
    if (live.size > 0) deliver(catchUp.synced())
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

  const owner: SubscriberOwner<Item> = {
    maxQueued,
    onBehind(subscriber) {
      goLive(subscriber)
      return catchUp.reset()
    },
    onEnd(subscriber) {
      subscribers.delete(subscriber)
      live.delete(subscriber)
      if (subscribers.size > 0) return
      close()
      onEmpty()
    },
  }

  function goLive(subscriber: Subscriber<Item>): void {
    live.set(subscriber, arrived)
  }

  /** Starts the events of a subscriber, unless it has left. */
  function begin(subscriber: Subscriber<Item>, { snapshot, after }: SubscriptionStart): void {
    if (!subscribers.has(subscriber)) return
    // Both run in one task, so that no event is lost between the catch-up and the live events.
    if (after !== undefined) subscriber.catchUp(catchUp.since(after))
    else if (snapshot) subscriber.catchUp(catchUp.snapshot())
    goLive(subscriber)
  }

  return {
    subscribers,
    join(start) {
      const { snapshot, after } = start
      const subscriber = createSubscriber(owner, snapshot || after !== undefined)
      subscribers.add(subscriber)
      const scheduleBegin = () => slices.schedule(() => begin(subscriber, start))
      void ready.then(() =>
        after === undefined ? scheduleBegin() : whenApplied(after.commit, dependencies, scheduleBegin),
      )
      return subscriber
    },
    close,
  }
}
