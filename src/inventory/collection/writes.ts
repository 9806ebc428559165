import type { Settled } from '../cache/invalidations.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import { arnOf } from '../resources.ts'
import type { Collection } from './collection.ts'
import type { OverlayRule } from './overlay.ts'

/** Write of a resource. Its outcome is reported with exactly one of these methods. */
export interface Write<Item> {
  /** Records the returned resource. It overlays what AWS returns while the rule applies. */
  succeeded(item: Item, rule: OverlayRule): Settled
  /** Records the deletion of the resource with this key. The absence overlays what AWS returns while the rule applies. */
  deleted(key: string, rule: OverlayRule): Settled
  /** Records an unknown outcome: invalidates the collection. */
  unknown(): Settled
  /** Records a rejection because the state differs from the cached one: invalidates the collection. */
  rejected(): Settled
  /** Records that the write was not executed. */
  notExecuted(): void
}

/** Writes of one collection. Later reads include their results. */
export interface Writes<Item> {
  /** Starts a write of the resource of this name. */
  begin(name: string): Write<Item>
}

interface Traffic {
  readonly underWay: number
  /** Sequence number of the end of the last write. */
  readonly lastEnd: number
}

/** Creates the writes of a collection. Calls `onWritten` after each write that may have changed something. */
export function createWrites<Item extends object>(
  collection: Pick<Collection<Item>, 'recordWrite' | 'invalidate'>,
  { sequence }: Pick<InventoryDependencies, 'sequence'>,
  onWritten: () => void,
  keyOf: (item: Item) => string = arnOf,
): Writes<Item> {
  const traffic = new Map<string, Traffic>()

  function afterwards(settled: Settled): Settled {
    if (settled !== undefined) return settled.then(onWritten)
    onWritten()
    return undefined
  }

  return {
    begin(name) {
      const begun = sequence.next()
      const { underWay = 0, lastEnd = 0 } = traffic.get(name) ?? {}
      traffic.set(name, { underWay: underWay + 1, lastEnd })

      /**
       * Ends this write. Returns true if another write of the resource overlapped, so that their order is unknown.
       */
      function end(): boolean {
        const now = traffic.get(name) ?? { underWay: 1, lastEnd: 0 }
        if (now.underWay === 1) traffic.delete(name)
        else traffic.set(name, { underWay: now.underWay - 1, lastEnd: sequence.next() })
        return now.underWay > 1 || now.lastEnd > begun
      }

      function record(key: string, item: Item | undefined, rule: OverlayRule): Settled {
        const result = end() ? undefined : { key, item, rule }
        return afterwards(collection.recordWrite({ name, begun, result }))
      }

      return {
        succeeded: (item, rule) => record(keyOf(item), item, rule),
        deleted: (key, rule) => record(key, undefined, rule),
        unknown() {
          end()
          return afterwards(collection.recordWrite({ name, begun }))
        },
        rejected() {
          end()
          return afterwards(collection.invalidate())
        },
        notExecuted() {
          end()
        },
      }
    },
  }
}
