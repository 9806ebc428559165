import type { SharedStatus } from '../shared.ts'

/** Receives events for logs. */
export interface SharedObserver {
  statusChanged?(status: SharedStatus, previous: SharedStatus): void
  /** Receives failures, e.g. of a beat or of a tail. They are retried. */
  trouble?(during: string, error: unknown): void
  /** Local state was replaced, for the given reason. */
  replaced?(reason: string): void
}

/** Numbers since the start, for metrics. */
export interface SharedCounters {
  commitsApplied: number
  commitsProposed: number
  /** Proposals that were built again because another replica committed first. */
  proposalsRebuilt: number
  /** Commands whose outcome is unknown and that were sent again. */
  appendsRepeated: number
  /** Replacements of local state. */
  resyncs: number
  /** Writes that a replica did not acknowledge in time. */
  ackTimeouts: number
  beatsFailed: number
  checkpoints: number
}

export function createCounters(): SharedCounters {
  return {
    commitsApplied: 0,
    commitsProposed: 0,
    proposalsRebuilt: 0,
    appendsRepeated: 0,
    resyncs: 0,
    ackTimeouts: 0,
    beatsFailed: 0,
    checkpoints: 0,
  }
}
