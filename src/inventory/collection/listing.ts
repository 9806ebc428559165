import type { ProposalOptions, Proposed } from '../../shared/shared.ts'
import { type Cached, type CachedOptions, createCached } from '../cache/cached.ts'
import { claimLoad } from '../cache/peer-claims.ts'
import type { Dependency, Observation, ReadOptions } from '../cache/reads.ts'
import type { AnyResource } from '../resources.ts'
import { createItemSet } from './item-set.ts'
import type { CollectionOptions } from './options.ts'
import type { Snapshot } from './snapshot.ts'
import type { CollectionCommit, CollectionState } from './state.ts'

/** Result of a load of a listing. */
export interface ListingResult<Item> {
  /** Items that AWS returned; undefined once they are committed. */
  readonly items?: ReadonlyMap<string, Item>
  /** Number of the latest change in the log when the load started. */
  readonly version?: number
  /** True if only a poll waited for the load. */
  readonly isPoll?: boolean
  /** Snapshot of a listing that could not be committed. Only the readers of this load get it. */
  readonly own?: Snapshot<Item>
}

/** Cached listing of a collection, which a load commits for all replicas. */
export interface CollectionListing<Item>
  extends Pick<Cached<ListingResult<Item>>, 'peek' | 'read' | 'callsToRead' | 'invalidate' | 'changedAt'> {
  /** Records that a listing was committed. */
  committed(): void
  /** Records that the state was replaced. */
  restored(): void
  /** Returns the listing that only this replica has, made while disconnected from the others. */
  lone(): Snapshot<Item> | undefined
}

/** Commits what `build` returns. */
export type Propose<Item> = (
  build: () => CollectionCommit<Item> | undefined,
  options?: ProposalOptions,
) => Proposed | Promise<Proposed>

/**
 * Creates the listing of a collection.
 * @param dependency returns the dependency of the readers of the collection's snapshot.
 */
export function createCollectionListing<Item extends AnyResource>(
  options: CollectionOptions<Item> & Required<Pick<CachedOptions<unknown>, 'isReady'>>,
  { content, buildListing }: CollectionState<Item>,
  propose: Propose<Item>,
  dependency: () => Dependency,
): CollectionListing<Item> {
  type Result = Observation<ListingResult<Item>>
  const { what: key, shared, sharedKey = key, pollLease, countsListings = false } = options
  const { peers, membership } = shared
  const { observations, log } = content
  /** Number of AWS calls of the last listing. */
  let listingCalls = 1
  let lone: Snapshot<Item> | undefined

  const cached = createCached<ListingResult<Item>>({
    ...options,
    shared: peers === undefined ? shared : { membership: { floor: membership.floor, confirm } },
    peers: peers && { claim: (isSatisfied, signal) => claimLoad(peers, sharedKey, isSatisfied, signal) },
    // The snapshot of a lone listing is not the collection's.
    dependencyOf: ({ value }) => (value.own === undefined ? dependency() : undefined),
    // Readers share ordinary listings at no cost. A listing with `no-cache` costs one call per page.
    callsFor: ({ notBefore }) => (countsListings || notBefore !== undefined ? listingCalls : 0),
    async load(started, call) {
      observations.listingBegan(started)
      const version = log.head()
      let sent = 0
      try {
        const items = await options.load(started, {
          signal: call.signal,
          // May change during a call.
          get purpose() {
            return call.purpose
          },
          onSend() {
            sent++
            call.onSend?.()
          },
        })
        listingCalls = Math.max(1, sent)
        return { items, version, isPoll: call.purpose === 'poll' }
      } catch (error) {
        observations.listingFailed(started)
        throw error
      }
    },
    commit(listed) {
      const { sequence: started, value } = listed
      const { items = new Map<string, Item>(), isPoll } = value
      const lease = isPoll ? pollLease : undefined
      const outcome = propose(() => buildListing({ ...listed, value: items }), {
        listing: { started, lease },
      })
      return outcome instanceof Promise
        ? outcome.then((settled) => resultOf(listed, settled))
        : resultOf(listed, outcome)
    },
  })

  /** Returns the result for the readers of a listing. */
  function resultOf(listed: Result, outcome: Proposed): Result {
    const { sequence, observedAt, value } = listed
    if (outcome === 'committed') {
      const newest = cached.latest()
      return newest?.sequence === sequence ? newest : { ...listed, value: {} }
    }
    observations.listingFailed(sequence)
    const { listing } = content
    // A listing of this replica that started later has landed.
    if (listing !== undefined && listing.landed === undefined && listing.sequence >= sequence) {
      return { ...listing, value: {} }
    }
    const { items } = observations.merge(value.items ?? new Map<string, Item>(), sequence)
    // Later events may repeat changes that the snapshot includes, but none are missing.
    const { version = 0 } = value
    const own = { ...createItemSet(items), key, observedAt, sequence, version, position: shared.position() }
    const result = { ...listed, value: { own } }
    if (membership.floor() > 0) {
      lone = own
      cached.accept(result)
    }
    return result
  }

  /** Returns to the shared listing after this replica reconnects. */
  function leaveLone(): void {
    if (lone !== undefined && membership.floor() === 0) restored()
  }

  function known(): Result | undefined {
    const { listing } = content
    return listing && { ...listing, value: {}, isForeign: listing.landed !== undefined }
  }

  function restored(): void {
    lone = undefined
    cached.replace(known())
    if (content.changedAt > 0) cached.invalidate(content.changedAt)
  }

  async function confirm(): Promise<void> {
    await membership.confirm()
    leaveLone()
  }

  /** Returns true if another replica's listing has landed since the start of one that could not be committed. */
  function isOvertaken({ value: { own } }: Result): boolean {
    return own !== undefined && membership.floor() === 0 && (content.listing?.landed ?? 0) > own.sequence
  }

  async function readShared(read: ReadOptions): Promise<Result> {
    for (;;) {
      leaveLone()
      const result = await cached.read(read)
      // The later listing may have ended the overlay of a write that the earlier one lacks. With `no-cache`, the
      // earlier one started after the read began, so it includes every write from before.
      if (read.notBefore !== undefined || !isOvertaken(result)) return result
    }
  }

  return {
    callsToRead: cached.callsToRead,
    invalidate: cached.invalidate,
    changedAt: cached.changedAt,
    committed() {
      const listing = known()
      if (listing !== undefined) cached.accept(listing)
    },
    restored,
    lone() {
      leaveLone()
      return lone
    },
    peek(read: ReadOptions) {
      leaveLone()
      return cached.peek(read)
    },
    // A single process commits every listing.
    read: peers === undefined ? cached.read : readShared,
  }
}
