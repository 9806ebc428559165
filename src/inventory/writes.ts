import type { Collection } from './collection.ts'
import type { InventoryParts } from './parts.ts'
import { arnOf } from './resources.ts'

/** A write of one resource, from its start to what it showed. */
export interface Write<Item> {
  /** It returned the resource. `isBefore` tells whether what AWS shows later is still from before it. */
  showed(item: Item, isBefore: (shown: Item | undefined) => boolean): void
  /** It deleted the resource of a key. `isBefore` tells whether what AWS shows later is still from before it. */
  gone(key: string, isBefore: (shown: Item | undefined) => boolean): void
  /** It may have changed what is known, and did not say to what: the next read asks AWS. */
  unclear(): void
  /** It was turned away because of what AWS holds, which is then not what is known here: the next read asks AWS. */
  refused(): void
  /** It did not get so far. */
  changedNothing(): void
}

/** The writes of one collection: what they returned is seen by every later read. */
export interface Writes<Item> {
  /** Begins a write of the resource of this name; one of the five is called, once. */
  begin(name: string): Write<Item>
}

interface Traffic {
  readonly underWay: number
  /** The number that the sequence gave the end of the last write. */
  readonly lastEnd: number
}

/** Makes the writes of a collection; `onWritten` is told of each that may have changed something. */
export function createWrites<Item extends object>(
  collection: Pick<Collection<Item>, 'observe' | 'endOverlay' | 'invalidate'>,
  { clock, sequence }: Pick<InventoryParts, 'clock' | 'sequence'>,
  onWritten: () => void,
  keyOf: (item: Item) => string = arnOf,
): Writes<Item> {
  const traffic = new Map<string, Traffic>()

  return {
    begin(name) {
      const begun = sequence.next()
      const { underWay = 0, lastEnd = 0 } = traffic.get(name) ?? {}
      traffic.set(name, { underWay: underWay + 1, lastEnd })

      /** Whether another write of the resource overlapped this one: which of them AWS carried out last is not known. */
      function end(): boolean {
        const now = traffic.get(name) ?? { underWay: 1, lastEnd: 0 }
        if (now.underWay === 1) traffic.delete(name)
        else traffic.set(name, { underWay: now.underWay - 1, lastEnd: sequence.next() })
        return now.underWay > 1 || now.lastEnd > begun
      }

      return {
        showed(item, isBefore) {
          collection.endOverlay(name)
          if (end()) collection.invalidate()
          else {
            const observedAt = clock.now()
            collection.observe(keyOf(item), { item, sequence: sequence.next(), observedAt, isBefore })
          }
          onWritten()
        },
        gone(key, isBefore) {
          collection.endOverlay(name)
          if (end()) collection.invalidate()
          else {
            const observedAt = clock.now()
            collection.observe(key, { item: undefined, sequence: sequence.next(), observedAt, isBefore })
          }
          onWritten()
        },
        unclear() {
          end()
          collection.endOverlay(name)
          collection.invalidate()
          onWritten()
        },
        refused() {
          end()
          collection.invalidate()
          onWritten()
        },
        changedNothing() {
          end()
        },
      }
    },
  }
}
