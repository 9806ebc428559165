/** Ends a claim. Passes the failure of a load, as JSON, to the replicas that wait for it. */
export type ReleaseClaim = (failure?: unknown) => void

/** Error of a claim that waited: the replica that held it failed to load the value. */
export class PeerLoadFailed extends Error {
  override readonly name = 'PeerLoadFailed'
  /** Failure that the replica passed on, parsed from JSON. */
  readonly failure: unknown

  constructor(failure: unknown) {
    super('The replica that held the claim failed to load the value.')
    this.failure = failure
  }
}

/** Progress of mutations with client tokens, for all replicas. Rejects with {@link CoordinationUnavailable}. */
export interface TokenStore {
  /** Begins a run of a mutation, or returns the state of an earlier run. */
  begin(mutation: TokenRequest): Promise<TokenState>
}

export interface TokenRequest {
  readonly caller: string
  /** Target and client token. */
  readonly key: string
  /** Text of the input. Stored as a keyed hash only, since it may contain secrets. */
  readonly input: string
  /** Milliseconds after which a request to AWS has certainly ended, even if its replica died. */
  readonly settleMs: number
}

/**
 * `begun`: this replica runs the mutation. `running`: another run is in progress. `done`: an earlier run has ended.
 * `unclear`: a replica died after it sent the request, so this one must reconcile the outcome and never resend it.
 * `otherInput`: the token was used with a different input.
 */
export type TokenState =
  | { readonly state: 'begun'; readonly run: TokenRun }
  | { readonly state: 'unclear'; readonly run: TokenRun; readonly ageMs: number }
  | { readonly state: 'done'; readonly result: unknown; readonly ageMs: number }
  | { readonly state: 'running' }
  | { readonly state: 'otherInput' }

/** Run of a mutation by this replica. */
export interface TokenRun {
  /**
   * Records that the request is about to be sent. Call the returned function right before sending: it throws if that
   * is too late, for example because this process was paused.
   */
  sent(): Promise<() => void>
  /**
   * Ends the run. Stores the result as JSON for repeats, or lets a repeat run the mutation again or reconcile it.
   * Continues in the background while the engine is unreachable.
   */
  end(outcome: { readonly result: unknown } | 'repeatable' | 'unclear'): Promise<void>
}

/** Thrown if the engine is unreachable: this replica cannot know whether another one has sent the same request. */
export class CoordinationUnavailable extends Error {
  override readonly name = 'CoordinationUnavailable'
}

/** Counts of operations by key in fixed windows, for all replicas together. */
export interface SharedCounts {
  /** Returns false while the counts cannot be reached. */
  isAvailable(): boolean
  /** Number of replicas at the last beat, including this one; at least 1. */
  count(): number
  /** Creates a counter for a limit per window. The window of a key begins with its first operation. */
  counter(limit: number, windowS: number): Counter
}

/** Adds operations to the count of a key. Rejects if the engine fails. */
export type Counter = (
  key: string,
  operations: number,
) => Promise<{
  /** Operations in the window so far, including these. */
  readonly consumed: number
  /** Milliseconds until the window ends. */
  readonly resetMs: number
}>

/** Token buckets by name, for all replicas together. */
export interface BucketStore {
  /** Returns false while the buckets cannot be reached. */
  isAvailable(): boolean
  /** Number of replicas at the last beat, including this one; at least 1. */
  count(): number
  /**
   * Takes one token from each bucket, or none. Resolves to 0, or to the milliseconds until all may have one.
   * Rejects if the engine fails.
   */
  take(buckets: readonly { readonly name: string; readonly rate: BucketRate }[]): Promise<number>
}

export interface BucketRate {
  readonly perSecond: number
  /** Maximum number of tokens that accumulate. */
  readonly burst: number
}
