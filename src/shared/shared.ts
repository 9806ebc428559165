import type { Sequence } from '../clock.ts'
import type { BucketStore, ReleaseClaim, SharedCounts, TokenStore } from './peers.ts'

/**
 * `alone`: a single process. `member`: connected to the other replicas. `lost`: the engine does not answer; reads go to
 * AWS. `degraded`: it has not answered for so long that this replica works as a single process.
 */
export type SharedStatus = 'alone' | 'member' | 'lost' | 'degraded'

/** State that the replicas of a deployment share, or that of a single process. */
export interface Shared {
  status(): SharedStatus
  /** Orders observations of this process and commits of all replicas. */
  readonly sequence: Sequence
  readonly membership: Membership
  /** Joins the journal of this key. The state machine must not be used by another journal. */
  journal<Commit>(key: string, machine: StateMachine<Commit>): Journal<Commit>
  /** Creates the lease of this name, held by at most one replica. `onGained` is called whenever this replica gets it. */
  lease(name: string, onGained: () => void): Lease
  /** Returns the position of the last applied commit. */
  position(): CommitPosition
  /**
   * Returns true if the local state continues from the commit at this position, which any replica may have issued. A
   * replica may be some commits ahead of this one: `confirm()` of the membership applies them.
   */
  includes(position: CommitPosition): boolean
  /** Calls a listener when local state was replaced, so that events may have been missed; returns its removal. */
  onReset(listener: () => void): () => void
  /** Coordination with other replicas; undefined in a single process. */
  readonly peers: Peers | undefined
  /** Resolves once connected, with all open journals loaded; or once that has failed for now. */
  start(): Promise<void>
  /** Releases leases and membership, then disconnects. */
  stop(): Promise<void>
}

/** Completeness of the local state. */
export interface Membership {
  /**
   * Returns the sequence number that observations must exceed to be served: 0 while the local state includes every
   * change that another replica has reported to a client. While this replica works as a single process (`degraded`), it
   * is the number at which that began.
   */
  floor(): number
  /**
   * Resolves once all commits up to now are applied and the floor is 0, or after 250 ms; at once while `degraded`.
   * Concurrent callers share one attempt.
   */
  confirm(): Promise<void>
}

/** Ordered commits of one piece of state. All replicas apply the same commits in the same order. */
export interface Journal<Commit> {
  /**
   * Resolves once the state of the other replicas is loaded, or once loading has failed for now and the floor is
   * above 0. Undefined if it is loaded.
   */
  ready(): Promise<void> | undefined
  /** Returns true if the state of the other replicas is loaded. Until then, known state may lack their changes. */
  isReady(): boolean
  /**
   * Commits what `build` returns for the newest state, and applies it. `build` runs again if another replica commits
   * first; it must not change the state. A single process applies the commit before this returns.
   */
  propose(build: () => Commit | undefined, options?: ProposalOptions): Proposed | Promise<Proposed>
  /** Leaves the journal. Its commits are ignored from now on. */
  close(): void
}

export interface ProposalOptions {
  /**
   * True for the result of a mutation: resolves once every replica has applied the commit or stopped serving from
   * memory. While the engine is unreachable, waits for it until this replica works alone. Default: false.
   */
  readonly isWrite?: boolean
  /** For a listing: its start, and the lease under which it was read, if any. Rejected if another landed since. */
  readonly listing?: { readonly started: number; readonly lease?: Lease | undefined }
}

/**
 * `committed`: applied here. `nothing`: `build` returned undefined. `outdated`: another listing landed first, the lease
 * was lost, or the state was replaced since the start. `unavailable`: the engine does not answer; a write is committed
 * later.
 */
export type Proposed = 'committed' | 'nothing' | 'outdated' | 'unavailable'

/** Replicated state. `build` makes all decisions; applying a commit is deterministic and never fails. */
export interface StateMachine<Commit> {
  apply(commit: Commit, meta: CommitMeta): void
  /** Returns a commit as JSON. Called after `build`, before the commit is applied. */
  encode(commit: Commit, translation: Translation): EncodedCommit
  decode(delta: unknown, translation: Translation): Commit
  /** Returns the whole state as JSON. */
  save(translation: Translation): unknown
  /** Replaces the state by a saved one; undefined if nothing is known. */
  restore(saved: unknown, meta: CommitMeta, translation: Translation): void
  /** Receives a logged commit that is older than the restored state, for logs of past changes. Default: ignored. */
  recall?(delta: unknown, meta: CommitMeta, translation: Translation): void
}

export interface EncodedCommit {
  /** JSON, without dates. */
  readonly delta: unknown
  /** State after the commit, for a commit that is as large as the state. Others restore it instead of decoding. */
  readonly base?: unknown
}

/** Circumstances of a commit. */
export interface CommitMeta {
  /** Sequence number of the commit. Observations that started later include it. */
  readonly sequence: number
  /** Epoch milliseconds of this process's clock at which it was committed. */
  readonly at: number
  /** True if this replica proposed it. */
  readonly isOwn: boolean
  readonly position: CommitPosition
}

/** Converts numbers and times between this process and the shared state. */
export interface Translation {
  /** Returns the number of the last commit before a local sequence number; 0 if it is from before the last reset. */
  toShared(sequence: number): number
  /**
   * Returns the sequence number of an observation by another replica: later than its last commit, but earlier than any
   * number of this process since then, because the two have no known order.
   */
  toLocal(shared: number): number
  /** Converts epoch milliseconds of this process to those of the engine. */
  toEngineTime(local: number): number
  toLocalTime(engine: number): number
}

/** Position in the order of all commits. Plain data, for cursors. */
export interface CommitPosition {
  /** Id of the run of commits that the number belongs to; in a single process, of the process. */
  readonly epoch: string
  readonly number: number
  /** Random id of the commit, since numbers are reused after a loss of data. */
  readonly nonce: string
}

/** Right of one replica to do periodic work. Two holders are possible for a moment, so it only saves AWS calls. */
export interface Lease {
  /** Competes for the lease, or gives it up. */
  want(wanted: boolean): void
  isHeld(): boolean
}

/** Coordination that only several replicas need. */
export interface Peers {
  /** Number of replicas at the last beat, including this one; at least 1. */
  count(): number
  /**
   * Waits for the right to load a value for all replicas. Resolves to undefined as soon as `isSatisfied` returns true,
   * which is checked after each commit and at least every 100 ms; else to a function that ends the claim. A claim of a
   * replica that died ends after 2 seconds. Resolves to a claim at once while the engine is unreachable.
   * @throws PeerLoadFailed if the load of the replica it was waiting for failed
   */
  claim(
    name: string,
    isSatisfied: () => boolean | Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<ReleaseClaim | undefined>
  readonly details: DetailStore
  readonly tokens: TokenStore
  /** Budget of calls to AWS. */
  readonly buckets: BucketStore
  /** Rate limits of callers. */
  readonly counts: SharedCounts
}

/** Values that one replica loaded from AWS for all. */
export interface DetailStore {
  /** Returns a value, unless a later commit of the journal invalidated it. Undefined also if the engine fails. */
  read(journalKey: string, key: string): Promise<SharedValue | undefined>
  /** Stores a value, unless it is older than the last commit of the journal. Errors are ignored: it is a cache. */
  write(journalKey: string, key: string, value: SharedValue, ttlMs: number): Promise<void>
}

export interface SharedValue {
  /** JSON. */
  readonly value: unknown
  /** Local sequence number of the start of the read. */
  readonly sequence: number
  /** Epoch milliseconds of this process at which the response arrived. */
  readonly observedAt: number
  readonly tookMs: number
}
