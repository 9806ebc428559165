import type { Proposed } from '../../shared/shared.ts'
import type { ItemObservation } from './item-observations.ts'

/** Single observations of this replica that are not committed yet. Its own readers see them. */
export interface PendingObservations<Item> {
  get(key: string): ItemObservation<Item> | undefined
  /** Adds an observation. Resolves once it is committed, or cannot be. */
  add(key: string, observation: ItemObservation<Item>): Promise<void>
  clear(): void
}

/** Observations by key. */
export type ObservationBatch<Item> = readonly (readonly [string, ItemObservation<Item>])[]

/** Maximum number of observations kept while they cannot be committed; the oldest are evicted first. */
const MAX_KEPT = 10_000

/**
 * Creates an empty store. Observations of one task, and those that arrive during a commit, are committed together. If
 * they cannot be committed, they are kept for the readers of this replica and the next attempt.
 */
export function createPendingObservations<Item>(
  commit: (batch: ObservationBatch<Item>) => Proposed | Promise<Proposed>,
): PendingObservations<Item> {
  const pending = new Map<string, ItemObservation<Item>>()
  let underWay: Promise<void> | undefined

  async function flush(): Promise<void> {
    // Collects the other observations of this task.
    await undefined
    const batch = [...pending]
    if (batch.length === 0) return
    const outcome = await commit(batch)
    if (outcome === 'unavailable') return
    for (const [key, observation] of batch) if (pending.get(key) === observation) pending.delete(key)
  }

  async function run(): Promise<void> {
    const before = underWay
    await before
    if (underWay !== before) return underWay
    underWay = flush()
    return underWay
  }

  return {
    get: (key) => pending.get(key),
    add(key, observation) {
      const known = pending.get(key)
      if (known === undefined || known.sequence <= observation.sequence) {
        pending.delete(key)
        pending.set(key, observation)
      }
      for (const oldest of pending.keys()) {
        if (pending.size <= MAX_KEPT) break
        pending.delete(oldest)
      }
      return run()
    },
    clear: () => pending.clear(),
  }
}
