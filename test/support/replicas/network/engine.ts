import { randomUUID } from 'node:crypto'
import type { CommitPosition } from '../../../../src/shared/shared.ts'

export interface LoggedCommit {
  readonly key: string
  readonly position: CommitPosition
  readonly at: number
  readonly json: string
  /** State after the commit, which replicas restore instead of decoding it. */
  readonly whole: string | undefined
}

/** State of a journal after a commit. */
export interface SavedState {
  readonly position: CommitPosition
  readonly json: string
}

/** Commits and states of journals, as the engine keeps them. */
export interface TestEngine {
  epoch(): string
  log(): readonly LoggedCommit[]
  append(commit: Omit<LoggedCommit, 'position'>): LoggedCommit
  /** Returns the number of the last commit of a journal; 0 without one. */
  lastOf(key: string): number
  /** Saved states by journal. */
  readonly bases: Map<string, SavedState>
  /** Number of the last listing by journal. */
  readonly listings: Map<string, number>
  /** Forgets everything and begins a new epoch. */
  flush(): void
}

/** Creates an empty engine. */
export function createTestEngine(): TestEngine {
  let epoch = randomUUID()
  let log: LoggedCommit[] = []
  const bases = new Map<string, SavedState>()
  const listings = new Map<string, number>()
  return {
    epoch: () => epoch,
    log: () => log,
    append(commit) {
      const appended = { ...commit, position: { epoch, number: log.length + 1, nonce: randomUUID() } }
      log.push(appended)
      return appended
    },
    lastOf: (key) => log.findLast((commit) => commit.key === key)?.position.number ?? 0,
    bases,
    listings,
    flush() {
      epoch = randomUUID()
      log = []
      bases.clear()
      listings.clear()
    },
  }
}
