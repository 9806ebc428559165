import { LRUCache } from 'lru-cache'
import type { Clock, Sequence } from '../../clock.ts'
import type { LogEntry } from '../collection/change-log.ts'
import type { Collection } from '../collection/collection.ts'
import type { FeedEvent } from './event.ts'
import { UNFINISHED } from './position.ts'
import { createReplayCache, type ReplayCache } from './replay-cache.ts'

/**
 * Events shared by channels with different filters. Sharing also saves executions, because each event is executed once
 * for all subscribers with the same selection.
 */
export interface SharedEvents<Item> {
  /** Returns a SNAPSHOT event for each item of a collection. */
  snapshotOf(collection: Collection<Item>): readonly FeedEvent<Item>[]
  /** Returns the event of a change, with this cursor. `matches` is that of the resource after the change. */
  changed(entry: LogEntry<Item>, cursor: string, matches: boolean): FeedEvent<Item>
}

/** Maximum number of changes whose events are cached. Channels process a change at about the same time. */
const MAX_CHANGES = 1000

/** Creates an empty cache of events. */
export function createSharedEvents<Item>(dependencies: {
  readonly clock: Clock
  readonly sequence: Sequence
}): SharedEvents<Item> {
  const snapshots = new WeakMap<Collection<Item>, ReplayCache<readonly FeedEvent<Item>[]>>()
  const changes = new LRUCache<LogEntry<Item>, Map<string, FeedEvent<Item>>>({ max: MAX_CHANGES })

  function replayCacheOf(collection: Collection<Item>): ReplayCache<readonly FeedEvent<Item>[]> {
    const replayCache =
      snapshots.get(collection) ?? createReplayCache(dependencies, () => [collection.latest()])
    snapshots.set(collection, replayCache)
    return replayCache
  }

  return {
    snapshotOf(collection) {
      return replayCacheOf(collection).share('snapshot', () => {
        const latest = collection.latest()
        if (latest === undefined) return []
        const { items, observedAt } = latest
        const common = {
          kind: 'SNAPSHOT' as const,
          matches: true,
          cursor: UNFINISHED,
          observedAt,
          failures: [],
        }
        return Array.from(items.values(), (item) => ({ ...common, item }))
      })
    },
    changed(entry, cursor, matches) {
      const events = changes.get(entry) ?? new Map<string, FeedEvent<Item>>()
      changes.set(entry, events)
      const key = matches ? cursor : `-${cursor}`
      const event = events.get(key) ?? toEvent(entry, cursor, matches)
      events.set(key, event)
      return event
    },
  }
}

function toEvent<Item>(
  { change, observedAt }: LogEntry<Item>,
  cursor: string,
  matches: boolean,
): FeedEvent<Item> {
  const common = { kind: change.kind, cursor, matches, observedAt, failures: [] }
  switch (change.kind) {
    case 'CREATED':
      return { ...common, item: change.after }
    case 'STATE_CHANGED':
      return { ...common, item: change.after, previous: change.before }
    case 'DELETED':
      return { ...common, item: change.before, previous: change.before }
  }
}
