import type { Clock, Sequence } from '../../clock.ts'
import type { CommitPosition, Shared } from '../../shared/shared.ts'
import type { LogEntry } from '../collection/change-log.ts'
import type { Collection } from '../collection/collection.ts'
import type { FeedEvent, SourceFailure } from './event.ts'
import { encodePosition, laterCommit, type Position, UNFINISHED } from './position.ts'
import { createReplayCache } from './replay-cache.ts'
import { createSharedEvents, type SharedEvents } from './shared-events.ts'
import type { SubscriptionFilter } from './subscription.ts'

type Events<Item> = readonly FeedEvent<Item>[]

/** Creates the events of one subscription filter: live changes, snapshots and replays. */
export interface CatchUp<Item> {
  /** Returns the event of a live change. */
  changed(entry: LogEntry<Item>): FeedEvent<Item>
  /** Returns a SYNCED event with the cursor of everything sent so far. */
  synced(): FeedEvent<Item>
  /** Returns the SNAPSHOT events of a collection that became readable, then SYNCED. */
  resync(collection: Collection<Item>): Events<Item>
  /** Returns the SNAPSHOT events of all matching items, then SYNCED. */
  snapshot(): Events<Item>
  /** Returns RESET and then the snapshot, for a client whose local state is outdated. */
  reset(): Events<Item>
  /**
   * Returns the changes since a position, then snapshots of the collections that the position lacks. Returns a reset if
   * the changes are no longer logged.
   */
  since(position: Position): Events<Item>
  /** Clears the cached replays. */
  clear(): void
}

/** Options of {@link createCatchUp}. */
export interface CatchUpDependencies<Item> {
  readonly shared: Pick<Shared, 'position' | 'includes'>
  readonly clock: Clock
  readonly sequence: Sequence
  /** Number of the latest change of each collection, by collection key; collections never listed are absent. */
  readonly versions: ReadonlyMap<string, number>
  /**
   * Number of the latest change sent, by collection key. `versions` also includes queued changes. Default: `versions`.
   */
  readonly sentVersions?: ReadonlyMap<string, number>
  /** Returns the last commit that `sentVersions` may depend on. Default: the last one. */
  readonly sentCommit?: () => CommitPosition
  /** Event cache shared with other filters. Default: a cache of its own. */
  readonly sharedEvents?: SharedEvents<Item>
}

/** Creates the event factory of a subscription filter. */
export function createCatchUp<Item>(
  filter: SubscriptionFilter<Item>,
  dependencies: CatchUpDependencies<Item>,
): CatchUp<Item> {
  const {
    shared,
    clock,
    versions,
    sentVersions = versions,
    sentCommit = shared.position,
    sharedEvents = createSharedEvents(dependencies),
  } = dependencies
  const { sources, matchesChange, matchesItem, fingerprint = '' } = filter
  const collections = sources.flatMap((source) => source.collections)
  const replayCache = createReplayCache<Events<Item>>(dependencies, () => [
    ...collections.map((collection) => collection.latest()),
    ...sources.map(({ watcher }) => watcher.lastError()),
  ])

  function cursorAt(at: ReadonlyMap<string, number>, commit: CommitPosition): string {
    return encodePosition({ commit, versions: Object.fromEntries(at), filter: fingerprint })
  }

  /**
   * Returns the unreadable targets. The target of `justRead` counts as readable: its listing has arrived, although its
   * poll has not ended yet.
   */
  function failures(justRead?: Collection<Item>): SourceFailure[] {
    return sources.flatMap(({ target, watcher, collections: own }) => {
      const error = justRead !== undefined && own.includes(justRead) ? undefined : watcher.lastError()
      return error !== undefined || own.some(({ key }) => !versions.has(key)) ? [{ target, error }] : []
    })
  }

  function synced(at: ReadonlyMap<string, number>, justRead?: Collection<Item>): FeedEvent<Item> {
    // The newest commit stays in the log for the longest time.
    const cursor = cursorAt(at, shared.position())
    return { kind: 'SYNCED', cursor, observedAt: clock.now(), failures: failures(justRead) }
  }

  function snapshotOf(some: readonly Collection<Item>[]): FeedEvent<Item>[] {
    return some.flatMap((collection) =>
      sharedEvents.snapshotOf(collection).filter(({ item }) => item !== undefined && matchesItem(item)),
    )
  }

  function matchesAfter({ change }: LogEntry<Item>): boolean {
    return 'after' in change && matchesItem(change.after)
  }

  function snapshot(): Events<Item> {
    return replayCache.share('snapshot', () => [...snapshotOf(collections), synced(versions)])
  }

  function reset(): Events<Item> {
    return replayCache.share('reset', () => {
      const mark = { kind: 'RESET' as const, cursor: UNFINISHED, observedAt: clock.now(), failures: [] }
      return [mark, ...snapshot()]
    })
  }

  /**
   * Returns the changes since these versions, each with its cursor; undefined if a log has evicted some of them.
   */
  function missedSince(
    since: CommitPosition,
    at: Readonly<Record<string, number>>,
  ): FeedEvent<Item>[] | undefined {
    const missed: { readonly key: string; readonly entry: LogEntry<Item> }[] = []
    for (const { key, log } of collections) {
      const version = at[key]
      if (version === undefined) continue
      const entries = log.since(version)
      if (entries === undefined) return undefined
      for (const entry of entries) missed.push({ key, entry })
    }
    // Ignores collections in the cursor that this filter does not include.
    let reached = Object.fromEntries(
      collections.flatMap(({ key }) => (at[key] === undefined ? [] : [[key, at[key]]])),
    )
    let commit = since
    return missed
      .sort((one, other) => compareEntries(one.entry, other.entry))
      .flatMap(({ key, entry }) => {
        reached = { ...reached, [key]: entry.number }
        commit = laterCommit(commit, entry.position)
        if (!matchesChange(entry.change)) return []
        const cursor = encodePosition({ commit, versions: reached, filter: fingerprint })
        return [sharedEvents.changed(entry, cursor, matchesAfter(entry))]
      })
  }

  return {
    changed: (entry) =>
      sharedEvents.changed(entry, cursorAt(sentVersions, sentCommit()), matchesAfter(entry)),
    synced: () => synced(sentVersions),
    resync: (collection) => [...snapshotOf([collection]), synced(sentVersions, collection)],
    snapshot,
    reset,
    since({ commit, versions: at, filter: resumed = fingerprint }) {
      const unknown = collections.filter(({ key }) => at?.[key] === undefined)
      // A cursor of other collections, of state that was lost, or of another filter cannot be resumed here.
      const isOurs = shared.includes(commit) && unknown.length < collections.length
      if (!isOurs || at === undefined || resumed !== fingerprint) return reset()
      return replayCache.share(JSON.stringify([commit, at]), () => {
        const missed = missedSince(commit, at)
        if (missed === undefined) return reset()
        return unknown.length === 0 ? missed : [...missed, ...snapshotOf(unknown), synced(versions)]
      })
    },
    clear: replayCache.clear,
  }
}

/** Compares changes by their order: that of their commits, then that within a commit. */
function compareEntries(one: LogEntry<unknown>, other: LogEntry<unknown>): number {
  return one.position.number - other.position.number || one.sequence - other.sequence
}
