import type { Collection } from './collection.ts'
import type { InventoryParts } from './parts.ts'

/** A write of one resource, from its start to what it showed. */
export interface Write<Item> {
  /** It returned the resource. `isBefore` tells whether what AWS shows later is still from before it. */
  showed(item: Item, isBefore: (shown: Item | undefined) => boolean): void
  /** It may have changed what is known, and did not say to what: the next read asks AWS. */
  unclear(): void
  /** It was turned away because of what AWS holds, which is then not what is known here: the next read asks AWS. */
  refused(): void
  /** It did not get so far. */
  changedNothing(): void
}

/** The writes of one collection: what they returned is seen by every later read. */
export interface Writes<Item> {
  /** Begins a write of the resource of this name; one of the four is called, once. */
  begin(name: string): Write<Item>
}

interface Traffic {
  readonly underWay: number
  /** The number that the sequence gave the end of the last write. */
  readonly lastEnd: number
}

/** What a write showed stays on top of what AWS shows, for as long as no later write made that unclear. */
interface Overlay {
  stands: boolean
}

/** Makes the writes of a collection; `onWritten` is told of each that may have changed something. */
export function createWrites<Item extends { readonly arn: string }>(
  collection: Collection<Item>,
  { clock, sequence }: InventoryParts,
  onWritten: () => void,
): Writes<Item> {
  const traffic = new Map<string, Traffic>()
  const overlays = new Map<string, Overlay>()

  function dropOverlay(name: string): void {
    const overlay = overlays.get(name)
    if (overlay !== undefined) overlay.stands = false
    overlays.delete(name)
  }

  function overlaid(name: string, isBefore: (shown: Item | undefined) => boolean): typeof isBefore {
    const overlay = { stands: true }
    overlays.set(name, overlay)
    return (shown) => {
      if (overlay.stands && isBefore(shown)) return true
      if (overlays.get(name) === overlay) overlays.delete(name)
      return false
    }
  }

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
          dropOverlay(name)
          if (end()) collection.invalidate()
          else {
            const seen = { item, sequence: sequence.next(), observedAt: clock.now() }
            collection.sight(item.arn, { ...seen, isBefore: overlaid(name, isBefore) })
          }
          onWritten()
        },
        unclear() {
          end()
          dropOverlay(name)
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
