import type { Collection } from './collection.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { OverlayRule } from './overlay.ts'
import { arnOf } from './resources.ts'

/** Write of a resource. Its outcome is reported with exactly one of these methods. */
export interface Write<Item> {
  /** Records the returned resource. It overlays what AWS returns while the rule applies. */
  succeeded(item: Item, rule: OverlayRule): void
  /** Records the deletion of the resource with this key. The absence overlays what AWS returns while the rule applies. */
  deleted(key: string, rule: OverlayRule): void
  /** Records an unknown outcome: invalidates the collection. */
  unknown(): void
  /** Records a rejection because the state differs from the cached one: invalidates the collection. */
  rejected(): void
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
  collection: Pick<Collection<Item>, 'observe' | 'endOverlay' | 'invalidate'>,
  { clock, sequence }: Pick<InventoryDependencies, 'clock' | 'sequence'>,
  onWritten: () => void,
  keyOf: (item: Item) => string = arnOf,
): Writes<Item> {
  const traffic = new Map<string, Traffic>()

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

      return {
        succeeded(item, rule) {
          collection.endOverlay(name)
          if (end()) collection.invalidate()
          else {
            const observedAt = clock.now()
            collection.observe(keyOf(item), { item, sequence: sequence.next(), observedAt, rule })
          }
          onWritten()
        },
        deleted(key, rule) {
          collection.endOverlay(name)
          if (end()) collection.invalidate()
          else {
            const observedAt = clock.now()
            collection.observe(key, { item: undefined, sequence: sequence.next(), observedAt, rule })
          }
          onWritten()
        },
        unknown() {
          end()
          collection.endOverlay(name)
          collection.invalidate()
          onWritten()
        },
        rejected() {
          end()
          collection.invalidate()
          onWritten()
        },
        notExecuted() {
          end()
        },
      }
    },
  }
}
