import { untilAborted } from '../../appstream/abort.ts'
import type { Journal, Proposed } from '../../shared/shared.ts'
import { type Settled, settleAll } from '../cache/invalidations.ts'
import type { Dependency, Freshness, ReadOptions } from '../cache/reads.ts'
import { type AnyResource, arnOf } from '../resources.ts'
import { createCanonical } from './canonical.ts'
import type { ChangeLog } from './change-log.ts'
import { isOtherState } from './diff.ts'
import type { ItemObservation } from './item-observations.ts'
import { createItemSet, hasSameItems } from './item-set.ts'
import { createListeners } from './listeners.ts'
import { createCollectionListing } from './listing.ts'
import { createCollectionMachine } from './machine.ts'
import type { CollectionOptions } from './options.ts'
import { createPendingObservations } from './pending-observations.ts'
import type { Snapshot } from './snapshot.ts'
import { type CollectionStamps, createCollectionStamps } from './stamps.ts'
import { type CollectionCommit, createCollectionState, type WriteOutcome } from './state.ts'

/** All resources of one kind in one target: listed completely, then updated by observations of single resources. */
export interface Collection<Item> extends Pick<Journal<never>, 'ready' | 'isReady'> {
  readonly key: string
  /** Log of the changes that observations revealed. */
  readonly log: ChangeLog<Item>
  /** Calls a listener after each listing, once its changes are logged; returns a function that removes it. */
  onListed(listener: () => void): () => void
  /** Calls a listener after a write by another replica; returns a function that removes it. */
  onForeignWrite(listener: () => void): () => void
  /**
   * Calls a listener when the known items were replaced by those of the other replicas, so that changes are missing from
   * the log; returns a function that removes it.
   */
  onReset(listener: () => void): () => void
  /** Returns a snapshot that these options allow. @throws UpstreamError if AWS fails and no older one may be served */
  read(options: ReadOptions): Promise<Snapshot<Item>>
  /** Returns the snapshot if these options allow it; never waits for AWS. */
  peek(options: ReadOptions): Snapshot<Item> | undefined
  /** Returns the number of calls that a read would take from the call budget. */
  callsToRead(options: ReadOptions): number
  /** Returns the newest snapshot, of any age. */
  latest(): Snapshot<Item> | undefined
  /** Maximum age of the resources, whether listed or observed singly. */
  readonly freshness: Freshness
  /** Returns the latest single observation of an ARN since the latest listing. */
  observed(arn: string): ItemObservation<Item> | undefined
  /** Returns the latest observation of an ARN, from a single read or the listing; undefined if there is none. */
  known(arn: string): ItemObservation<Item> | undefined
  /**
   * Returns the dependency of readers of {@link observed} or {@link known}, on all resources of the collection.
   * Undefined while this replica lists for itself.
   */
  observedDependency(): Dependency | undefined
  /** Applies a single observation. Ignores it if a known one started later. */
  observe(arn: string, observation: ItemObservation<Item>): Settled
  /** Applies the outcome of a write: its result, or an invalidation. Ends the overlay of an earlier write. */
  recordWrite(outcome: WriteOutcome<Item>): Settled
  /** Ends the overlay of a mutation of this name, so that observations starting from now on replace it. */
  endOverlay(name: string): Settled
  /** Invalidates the listing after a change with an unknown result, so that the next read lists again. */
  invalidate(): Settled
  /** Invalidates what started before this sequence number, in this replica only. */
  outdate(sequence: number): void
  /** Returns the sequence number of the last invalidation; observations that started earlier are no longer served. */
  changedAt(): number
  /** Leaves the state that the replicas share; the collection must not be used afterwards. */
  close(): void
}

/** Creates a collection; the first read lists it. */
export function createCollection<Item extends AnyResource>(
  options: CollectionOptions<Item>,
): Collection<Item> {
  const {
    what: key,
    shared,
    sharedKey = key,
    outdatedBy,
    clock,
    keyOf = arnOf,
    isChanged = isOtherState,
  } = options
  const { peers } = shared
  const [listed, written, reset] = [createListeners(), createListeners(), createListeners()]
  const canonical = createCanonical<Item>()
  /** Snapshot of the items, rebuilt on the next read after any number of observations. */
  let view: Snapshot<Item> | undefined
  let isClosed = false
  const stamps: CollectionStamps = createCollectionStamps<Item>(() => listing, isReady)

  const state = createCollectionState<Item>({
    ...options,
    isChanged,
    canonical: peers && canonical,
    onChanged() {
      view = undefined
      stamps.snapshotReplaced()
    },
    onListed(items, isUnchanged) {
      const { sequence = 0, observedAt = 0 } = content.listing ?? {}
      const isValid = view !== undefined && (isUnchanged || hasSameItems(view.items, items))
      // Data derived from the snapshot stays valid.
      view = isValid && view ? { ...view, sequence, observedAt, position: shared.position() } : undefined
      stamps.snapshotReplaced()
      listing.committed()
    },
    onInvalidated: (sequence) => listing.invalidate(sequence),
  })
  const { content } = state
  const { observations, log } = content
  const listing = createCollectionListing({ ...options, isReady }, state, propose, stamps.snapshot)
  const pending = createPendingObservations<Item>((batch) => propose(() => state.buildObserved(batch)))
  const journal: Journal<CollectionCommit<Item>> = shared.journal(
    sharedKey,
    createCollectionMachine<Item>({
      state,
      toItem: options.toItem,
      keyOf,
      canonical,
      onApplied(commit, { isOwn }) {
        stamps.observationsReplaced()
        if (commit.listing !== undefined) listed.call()
        if (!isOwn && (commit.wrote !== undefined || commit.invalidates)) written.call()
      },
      onRestored(wasListed) {
        view = undefined
        stamps.snapshotReplaced()
        stamps.observationsReplaced()
        pending.clear()
        listing.restored()
        if (wasListed) reset.call()
        else if (content.items !== undefined) listed.call()
      },
    }),
  )

  function ready(): Promise<void> | undefined {
    return isClosed ? undefined : settleAll([journal.ready(), outdatedBy?.ready()])
  }

  function isReady(): boolean {
    return journal.isReady() && outdatedBy?.isReady() !== false
  }

  function propose(...proposal: Parameters<typeof journal.propose>): Proposed | Promise<Proposed> {
    return isClosed ? 'unavailable' : journal.propose(...proposal)
  }

  /** Waits until a write is committed. If it cannot be, makes the next read of this replica ask AWS. */
  function settle(proposed: Proposed | Promise<Proposed>): Settled {
    if (!(proposed instanceof Promise)) return undefined
    return proposed.then((outcome) => {
      if (outcome !== 'committed' && outcome !== 'nothing') listing.invalidate()
    })
  }

  function write(build: () => CollectionCommit<Item> | undefined): Settled {
    return settle(propose(build, { isWrite: true }))
  }

  function latest(): Snapshot<Item> | undefined {
    if (content.listing === undefined || content.items === undefined) return undefined
    if (view === undefined) {
      const { sequence, observedAt } = content.listing
      const [version, position] = [log.head(), shared.position()]
      view = { ...createItemSet(new Map(content.items)), key, sequence, observedAt, version, position }
    }
    return view
  }

  function observed(arn: string): ItemObservation<Item> | undefined {
    const own = pending.get(arn)
    return own !== undefined && state.accepts(arn, own) ? own : observations.get(arn)
  }

  return {
    key,
    log,
    latest,
    onListed: listed.add,
    onForeignWrite: written.add,
    onReset: reset.add,
    ready,
    isReady,
    async read(read) {
      const joining = ready()
      // An `await` of a plain value would let other tasks of a single process run first.
      if (joining !== undefined) await untilAborted(joining, read.signal)
      const { value, isStale } = await listing.read(read)
      const snapshot = value.own ?? latest()
      if (snapshot === undefined) throw new Error(`${key} was read but has no snapshot.`)
      return isStale ? { ...snapshot, isStale } : snapshot
    },
    callsToRead: listing.callsToRead,
    peek(read) {
      const found = listing.peek(read)
      return found && (found.value.own ?? latest())
    },
    freshness: options.freshness,
    observed,
    observedDependency: stamps.observed,
    known(arn) {
      const single = observed(arn)
      const lone = listing.lone()
      const newest = lone ?? content.listing
      if (newest === undefined || (single !== undefined && single.sequence > newest.sequence)) return single
      // Remaining single observations are overlays, which take precedence over the listing.
      const { sequence, observedAt } = newest
      const { landed: _, ...overlay } = single ?? {}
      const landed = lone === undefined ? content.listing?.landed : undefined
      const item = (lone?.items ?? content.items)?.get(arn)
      return { ...overlay, item, sequence, observedAt, ...(landed !== undefined && { landed }) }
    },
    observe(arn, observation) {
      if (observation.rule !== undefined) return write(() => state.buildObserved([[arn, observation]]))
      if (peers !== undefined) {
        // Readers of this replica see it at once.
        stamps.snapshotReplaced()
        stamps.observationsReplaced()
        return pending.add(arn, observation)
      }
      return settle(propose(() => state.buildObserved([[arn, observation]])))
    },
    recordWrite(outcome) {
      const observedAt = clock.now()
      return write(() => state.buildWrite(outcome, observedAt))
    },
    endOverlay: (name) => write(() => state.buildEndOfOverlay(name)),
    invalidate() {
      // Readers of this replica read from AWS at once, even before the commit.
      if (peers !== undefined) listing.invalidate()
      return write(state.buildInvalidation)
    },
    outdate: listing.invalidate,
    changedAt: listing.changedAt,
    close() {
      isClosed = true
      stamps.close()
      // Callers that still hold the collection read from AWS, since it receives no more invalidations.
      listing.invalidate()
      journal.close()
    },
  }
}

/** Returns true if a change with an unknown result happened since the last listing. Only a new listing reveals it. */
export function hasUnlistedChange(collection: Pick<Collection<unknown>, 'changedAt' | 'latest'>): boolean {
  return collection.changedAt() > (collection.latest()?.sequence ?? 0)
}
