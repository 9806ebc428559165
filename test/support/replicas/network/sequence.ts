import type { Sequence } from '../../../../src/clock.ts'
import type { Translation } from '../../../../src/shared/shared.ts'

const ULP = 2 ** -20

/** Sequence numbers of a replica: commits have whole numbers, and observations lie between them. */
export interface TestSequence extends Sequence {
  readonly translation: Translation
  /** Number of the last applied commit. */
  applied(): number
  /** Returns the sequence number of a commit. */
  of(commit: number): number
  advance(commit: number): void
  /** Continues after a replacement of the state that included the commits up to this one. */
  restart(commit: number): void
}

/** Creates the sequence of a replica that joins after this commit. */
export function createTestSequence(joinedAfter: number): TestSequence {
  let base = 0
  let applied = joinedAfter
  let last = 0
  let local = 0

  function advance(commit: number): void {
    applied = commit
    local = 0
    last = base + applied
  }

  return {
    next() {
      local++
      last = base + applied + local * ULP
      return last
    },
    last: () => last,
    translation: {
      toShared: (number) => Math.max(0, Math.floor(number) - base),
      toLocal: (number) => base + number + ULP / 2,
      toEngineTime: (time) => time,
      toLocalTime: (time) => time,
    },
    applied: () => applied,
    of: (commit) => base + commit,
    advance,
    restart(commit) {
      base = Math.floor(last) + 1
      advance(commit)
    },
  }
}
