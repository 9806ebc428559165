import type { CallOptions } from '../../appstream/calls/calls.ts'

/** Value read from AWS, with the time of the read. */
export interface Observation<Value> {
  readonly value: Value
  /** Sequence number of the start of the read. */
  readonly sequence: number
  /** Epoch milliseconds at which the response arrived; for a listing, its last page. */
  readonly observedAt: number
  /** Duration of the read in milliseconds. */
  readonly tookMs: number
  /** True if another replica made it, or if it was restored. It never satisfies a `no-cache` read. */
  readonly isForeign?: boolean
  /**
   * True if a read returned it beyond its maximum age, because AWS failed or is slow; the read also called `onStale`. Kept
   * observations never have it.
   */
  readonly isStale?: boolean
}

/** Bounds on the age of a cached value. */
export interface Freshness {
  /** Maximum age served without an AWS call. */
  readonly maxStalenessMs: number
  /** Maximum age served if AWS fails. */
  readonly staleIfErrorMs: number
}

/** Options of the reads of one request. A read stops waiting when its signal aborts. */
export interface ReadOptions extends CallOptions {
  /** Accepts only an observation that started after this sequence number (`no-cache`); otherwise the read fails. */
  readonly notBefore?: number
  /** Accepts an outdated value if AWS fails, and receives the reason. Without it, the failure is thrown. */
  readonly onStale?: (stale: StaleRead) => void
  /** Receives the epoch milliseconds at which the returned value was read from AWS. */
  readonly onObserved?: (observedAt: number) => void
  /**
   * Receives each dependency of the returned values, or undefined if a repeated read might return another value even
   * now. `until` is the time after which the dependency is outdated, in epoch milliseconds of the injected clock.
   */
  readonly onRead?: (dependency: Dependency | undefined, until?: number) => void
  /** Takes calls from the request's call budget before they are made. @throws if too few are left */
  readonly takeCalls?: (count: number) => void
  /** Checks the call budget before several reads start, without taking calls. @throws if too few are left */
  readonly checkCalls?: (count: number) => void
}

/** Options of a read that reports what its result depends on. */
export interface ReportedRead extends ReadOptions {
  readonly onRead: NonNullable<ReadOptions['onRead']>
}

/** State that was read, on which an answer depends. */
export interface Dependency {
  /**
   * Returns true if a read now would return the very same object without waiting for AWS. Renews a value that is due, as
   * a read does.
   */
  isCurrent(): boolean
}

/** Outdated value that was served, with the reason. */
export interface StaleRead {
  readonly what: string
  readonly observedAt: number
  readonly error: unknown
}
