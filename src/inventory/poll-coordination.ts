import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { decodeFailure, encodedFailure, encodeFailure } from '../appstream/errors/failure-codec.ts'
import type { Clock } from '../clock.ts'
import type { Journal, Lease, Shared } from '../shared/shared.ts'

/** Milliseconds between polls. */
export interface WatchIntervals {
  /** Interval while a resource is in transition. */
  readonly activeMs: number
  /** Interval otherwise. */
  readonly idleMs: number
  /** Time that polling continues after the last lease is released. */
  readonly lingerMs: number
}

/** Coordination of the replicas' polls of one kind in one target. Only the holder of a lease polls. */
export interface PollCoordination {
  readonly lease: Lease
  /** Competes for the lease, or gives it up. */
  want(wanted: boolean): void
  /** Reports a successful poll of this replica, with its duration. */
  succeeded(tookMs: number): void
  /** Reports a failed poll of this replica. */
  failed(error: unknown): void
  /** Returns true if any replica keeps the listings fresh. */
  isFresh(): boolean
  /** Returns the error of the last poll by any replica. */
  lastError(): unknown
}

/** Options of {@link createPollCoordination}. */
export interface PollCoordinationOptions {
  /** Target and kind, e.g. `default@us-east-1/images`. */
  readonly key: string
  readonly shared: Shared
  readonly clock: Clock
  readonly intervals: WatchIntervals
  /** Returns the time of the oldest listing; undefined if one is missing. */
  readonly listedAt: () => number | undefined
  /** Called when this replica gets the lease, unless another listing makes a poll unnecessary. */
  readonly onGained: () => void
}

const commits = z.object({
  /** Id of the replica that polls; null once it has stopped. */
  by: z.string().nullable(),
  /** Duration of a poll, in milliseconds. */
  tookMs: z.number(),
  /** Failure of the last poll; absent after a success, null for an error that cannot be encoded. */
  failure: encodedFailure.nullable().optional(),
})

type PollCommit = z.infer<typeof commits>

const STOPPED: PollCommit = { by: null, tookMs: 0 }
const saved = commits.extend({ at: z.number() })

/** Creates the coordination of one kind in one target. It joins the journal on first use. */
export function createPollCoordination(options: PollCoordinationOptions): PollCoordination {
  const { key, shared, clock, intervals, listedAt, onGained } = options
  const replica = randomUUID()
  const longestMs = Math.max(intervals.idleMs, intervals.activeMs)
  const lease: Lease = shared.lease(key, gained)
  /** Time since which this replica competes for the lease, until it gets it. */
  let wantedAt: number | undefined
  let state = STOPPED
  /** Time of the last commit. */
  let reportedAt = Number.NEGATIVE_INFINITY
  let error: unknown
  let joined: Journal<PollCommit> | undefined

  function apply(commit: PollCommit, { at }: { readonly at: number }): void {
    state = commit
    reportedAt = at
    error = commit.failure === undefined ? undefined : decodeFailure(commit.failure)
  }

  function parse(json: unknown): PollCommit {
    return commits.safeParse(json).data ?? STOPPED
  }

  function journal(): Journal<PollCommit> {
    if (joined !== undefined) return joined
    joined = shared.journal<PollCommit>(`${key}/polls`, {
      apply,
      encode: (commit) => ({ delta: commit }),
      decode: parse,
      save: ({ toEngineTime }) => ({ ...state, at: toEngineTime(Math.max(0, reportedAt)) }),
      restore(json, _meta, { toLocalTime }) {
        const { at, ...commit } = saved.safeParse(json).data ?? { ...STOPPED, at: 0 }
        apply(commit, { at: toLocalTime(at) })
      },
    })
    void joined.ready()
    return joined
  }

  /**
   * Commits an outcome if it differs from the known one. Repeated successes are committed every two
   * intervals, since this replica may die.
   */
  function report(next: PollCommit): void {
    const isKnown = () => isSame(state, next) && clock.now() - reportedAt < 2 * longestMs
    void journal().propose(() => (isKnown() ? undefined : next))
  }

  function gained(): void {
    const since = wantedAt
    wantedAt = undefined
    const listed = listedAt() ?? Number.NEGATIVE_INFINITY
    // A first subscription lists everything while the lease is being granted.
    const isFirst = state.by === null && since !== undefined && listed >= since
    if (isFirst && clock.now() - listed < intervals.activeMs) report({ by: replica, tookMs: 0 })
    else onGained()
  }

  return {
    lease,
    want(wanted) {
      wantedAt = wanted ? clock.now() : undefined
      const { propose } = journal()
      lease.want(wanted)
      // Another replica may already have reported its first poll.
      if (!wanted) void propose(() => (state.by === replica ? STOPPED : undefined))
    },
    succeeded: (tookMs) => report({ by: replica, tookMs }),
    failed: (reason) => report({ by: replica, tookMs: 0, failure: encodeFailure(reason) }),
    isFresh() {
      journal()
      if (state.by === null || state.failure !== undefined) return false
      const now = clock.now()
      const pauseMs = longestMs + state.tookMs
      // The replica that polls may have died, or been replaced only recently.
      return now - reportedAt <= 4 * pauseMs && now - (listedAt() ?? 0) <= 2 * pauseMs
    },
    lastError: () => error,
  }
}

/** Returns true if two outcomes are equal, or their durations differ by less than a factor of two. */
function isSame(one: PollCommit, other: PollCommit): boolean {
  if (one.by !== other.by) return false
  if (one.failure === undefined || other.failure === undefined) {
    return (
      one.failure === other.failure && Math.abs(Math.log2((1_000 + one.tookMs) / (1_000 + other.tookMs))) < 1
    )
  }
  return one.failure?.code === other.failure?.code && one.failure?.message === other.failure?.message
}
