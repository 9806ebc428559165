import type { Clock } from '../../../../src/clock.ts'
import { createTestClaims } from './claims.ts'
import { createTestDetails } from './details.ts'
import { createTestEngine } from './engine.ts'
import { createTestLeases } from './leases.ts'
import { createTestReplica, type TestReplica } from './replica.ts'

/** In-memory engine of several replicas, for unit tests of what they share. */
export interface ReplicaNetwork {
  /** Adds a replica. */
  join(): TestReplica
  /** Forgets everything, as an engine without persistence does when it restarts. */
  flush(): void
  /** Number of commits so far. */
  commits(): number
  /** Returns everything that left a replica, as text: commits, and keys of claims and details. */
  keys(): readonly string[]
}

/** Creates a network without replicas. Commits pass through JSON, as between processes. */
export function createReplicaNetwork(clock: Clock): ReplicaNetwork {
  const engine = createTestEngine()
  const leases = createTestLeases<TestReplica>()
  const claims = createTestClaims()
  const details = createTestDetails(engine)
  const replicas = new Set<TestReplica>()

  return {
    join() {
      const replica = createTestReplica({ clock, engine, leases, claims, details, replicas })
      replicas.add(replica)
      return replica
    },
    flush() {
      engine.flush()
      details.flush()
      claims.flush()
      for (const replica of replicas) replica.reset()
    },
    commits: () => engine.log().length,
    keys: () => [
      ...engine.log().map(({ key, json }) => `${key} ${json}`),
      ...details.keys(),
      ...claims.names(),
    ],
  }
}
