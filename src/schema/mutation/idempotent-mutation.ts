import type { PermitSend } from '../../appstream/calls/attempts.ts'

/** Outcome of a mutation, stored under its client token for repeats. */
export interface Settled<Result> {
  readonly result: Result
  /** False for a transient failure: a repeat runs the mutation again. */
  readonly keep: boolean
  /** True if AWS may have executed the request: other replicas reconcile it, and never send it again. */
  readonly isUnclear?: boolean
  /** True if an earlier run, of another replica, had this outcome. */
  readonly isRepeat?: boolean
}

/** Mutation that runs once per client token. */
export interface IdempotentMutation<Result> {
  /** Runs the mutation. `permitSend` must permit each request. */
  run(signal: AbortSignal, permitSend?: PermitSend): Promise<Settled<Result>>
  /** Determines the outcome of a run that began this long ago, at a replica that died after it sent the request. */
  reconcile(ageMs: number): Promise<Settled<Result>>
  /** Returns a result as JSON, without secrets. */
  encode(result: Result): unknown
  /** Returns the result of another replica; undefined if this one cannot read it. */
  decode(stored: unknown): Result | undefined
}
