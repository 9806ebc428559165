import type { Sequence } from '../../../clock.ts'

/**
 * Sequence of a replica. A commit with the number n has the local number `base + n`; numbers between it and the next
 * commit are larger by multiples of 2^-20. Each reset chooses a base that makes all later numbers larger.
 */
export interface SharedSequence extends Sequence {
  /** Advances to the commit of this number. Returns its local number. */
  advance(commit: number): number
  /** Restarts after local state was replaced; `commit` is the last one that the new state includes. */
  reset(commit: number): void
  /** Returns false for a number from before the last reset. */
  isCurrent(local: number): boolean
  /** Returns the local number of a commit. */
  ofCommit(commit: number): number
  toShared(local: number): number
  toLocal(shared: number): number
}

const STEP = 2 ** -20
/** Steps after a commit; one more would reach the next commit's number. */
const MAX_STEPS = 2 ** 20 - 1
/** Places an observation of another replica between the commit and this replica's next number. */
const FOREIGN = 2 ** -21
/** Commits before a reset that keep their order. Older ones get the number of the oldest of these. */
const KEPT_COMMITS = 100_000

export function createSharedSequence(): SharedSequence {
  let base = 0
  let commit = 1
  let steps = 0
  /** First local number since the last reset, and the number of its commit. */
  let first = 0
  let origin = 0
  /** Commit up to which the base was smaller by 1, because its steps ran out. */
  let shiftedAt = -1

  const last = () => base + commit + steps * STEP
  const ofCommit = (number: number) => base - (number <= shiftedAt ? 1 : 0) + Math.max(number, origin)

  function reset(number: number): void {
    first = Math.floor(last()) + 1
    origin = Math.max(0, number - KEPT_COMMITS)
    base = first - origin
    commit = number
    steps = 0
    shiftedAt = -1
  }
  reset(1)

  return {
    last,
    next() {
      if (steps === MAX_STEPS) {
        base++
        steps = 0
        shiftedAt = commit
      }
      steps++
      return last()
    },
    advance(number) {
      commit = number
      steps = 0
      return last()
    },
    reset,
    isCurrent: (local) => local >= first,
    ofCommit,
    toShared: (local) => (local < first ? 0 : Math.min(commit, Math.floor(local - base))),
    toLocal: (shared) => ofCommit(shared) + FOREIGN,
  }
}
