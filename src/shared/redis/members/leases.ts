import type { Clock } from '../../../clock.ts'
import type { Lease } from '../../shared.ts'

/** Leases of this replica. They are renewed together with its membership. */
export interface Leases {
  create(name: string, onGained: () => void): Lease
  /** Returns the fence of a held lease as text; '0' if it is not held, which the engine rejects. */
  fenceOf(lease: Lease): { readonly name: string; readonly fence: string }
  /** Returns the names of all leases, and whether this replica competes for them. */
  wanted(): ReadonlyMap<string, boolean>
  /** Receives the fences, 0 for leases held by others; and the time until which they are held. */
  renewed(fences: ReadonlyMap<string, number>, heldUntil: number): void
  /** Holds all wanted leases while this replica works by itself. */
  holdAll(): void
  /** Returns the number of leases held. */
  held(): number
}

export interface LeasesOptions {
  readonly clock: Clock
  /** Returns true if this replica works by itself. */
  readonly isLocal: () => boolean
  /** Called when the leases should be renewed at once. */
  readonly onWanted: () => void
}

export function createLeases({ clock, isLocal, onWanted }: LeasesOptions): Leases {
  interface Handle {
    readonly name: string
    readonly onGained: () => void
    isWanted: boolean
    fence: number
  }
  const handles = new Map<Lease, Handle>()
  /** Leases that no handle wants any more, until the engine knows. */
  const released = new Set<string>()
  let until = Number.NEGATIVE_INFINITY

  return {
    create(name, onGained) {
      const handle: Handle = { name, onGained, isWanted: false, fence: 0 }
      const lease: Lease = {
        want(wanted) {
          if (wanted === handle.isWanted) return
          handle.isWanted = wanted
          handle.fence = 0
          if (wanted) {
            handles.set(lease, handle)
            if (isLocal()) queueMicrotask(() => handle.isWanted && isLocal() && onGained())
          } else {
            handles.delete(lease)
            released.add(name)
          }
          onWanted()
        },
        isHeld: () => handle.isWanted && (isLocal() || (handle.fence > 0 && clock.now() < until)),
      }
      return lease
    },
    fenceOf(lease) {
      const handle = handles.get(lease)
      return { name: handle?.name ?? '', fence: String(handle?.fence ?? 0) }
    },
    wanted() {
      const names = new Map<string, boolean>()
      for (const name of released) names.set(name, false)
      for (const { name } of handles.values()) names.set(name, true)
      return names
    },
    renewed(fences, heldUntil) {
      until = heldUntil
      for (const handle of [...handles.values()]) {
        const fence = fences.get(handle.name)
        // A lease that was lost and regained since has another fence.
        if (fence === undefined || fence === handle.fence) continue
        handle.fence = fence
        if (fence > 0) handle.onGained()
      }
      const names = new Set([...handles.values()].map(({ name }) => name))
      for (const [name, fence] of fences) if (fence === 0 && !names.has(name)) released.delete(name)
    },
    holdAll() {
      for (const handle of [...handles.values()]) {
        handle.fence = 0
        handle.onGained()
      }
    },
    held: () =>
      handles
        .keys()
        .filter((lease) => lease.isHeld())
        .toArray().length,
  }
}
