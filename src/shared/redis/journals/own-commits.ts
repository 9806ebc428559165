import type { CommitMeta } from '../../shared.ts'

/** Commit that this replica sent to the engine. */
export interface OwnCommit {
  readonly nonce: string
  /** Journal that built it. */
  readonly owner: object
  /** Applies the commit without decoding it. */
  readonly apply: (meta: CommitMeta) => void
  /** Resolves to true once the commit is applied here, to false once that can no longer happen. */
  readonly applied: Promise<boolean>
  isApplied(): boolean
  /** Resolves once all these replicas have acknowledged the commit. */
  acknowledgedBy(replicas: readonly string[]): Promise<void>
  /** Ends the wait for it. */
  forget(): void
}

/**
 * Commits of this replica between their proposal and their acknowledgement by all. Registered before they are sent,
 * since an acknowledgement may arrive before the reply of the engine.
 */
export interface OwnCommits {
  register(nonce: string, owner: object, apply: (meta: CommitMeta) => void): OwnCommit
  /** Returns the commit of this nonce if it was built by this journal. */
  find(nonce: string, owner: object): OwnCommit | undefined
  /** Records that the commit with this nonce was applied. */
  applied(nonce: string): void
  acknowledge(nonce: string, replica: string): void
  /** Ends the wait for all commits, because local state was replaced. If one arrives nevertheless, it is decoded. */
  reset(): void
}

/** Commits whose outcome remained unknown are forgotten from this number on; they are decoded if they arrive. */
const MAX_COMMITS = 1000

export function createOwnCommits(): OwnCommits {
  interface Tracked {
    readonly commit: OwnCommit
    readonly settle: (isApplied: boolean) => void
    readonly replicas: Set<string>
    acknowledged: () => void
    isOutdated: boolean
  }
  const commits = new Map<string, Tracked>()

  return {
    register(nonce, owner, apply) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      let isApplied = false
      const replicas = new Set<string>()
      const commit: OwnCommit = {
        nonce,
        owner,
        apply,
        applied: promise,
        isApplied: () => isApplied,
        acknowledgedBy(expected) {
          const all = Promise.withResolvers<void>()
          const check = () => {
            if (expected.every((replica) => replicas.has(replica))) all.resolve()
          }
          tracked.acknowledged = check
          check()
          return all.promise
        },
        forget() {
          commits.delete(nonce)
          resolve(isApplied)
        },
      }
      const tracked: Tracked = {
        commit,
        settle(value) {
          isApplied ||= value
          resolve(value)
        },
        replicas,
        acknowledged() {},
        isOutdated: false,
      }
      commits.set(nonce, tracked)
      if (commits.size > MAX_COMMITS) {
        const [oldest] = commits.values()
        oldest?.commit.forget()
      }
      return commit
    },
    find(nonce, owner) {
      const tracked = commits.get(nonce)
      return tracked?.commit.owner === owner && !tracked.isOutdated ? tracked.commit : undefined
    },
    applied: (nonce) => commits.get(nonce)?.settle(true),
    acknowledge(nonce, replica) {
      const tracked = commits.get(nonce)
      tracked?.replicas.add(replica)
      tracked?.acknowledged()
    },
    reset() {
      for (const tracked of commits.values()) {
        tracked.isOutdated = true
        tracked.settle(false)
      }
    },
  }
}
