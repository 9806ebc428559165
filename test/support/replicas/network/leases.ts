import type { Lease } from '../../../../src/shared/shared.ts'

/** Leases of a network. Each is granted to the replica that has wanted it for longest. */
export interface TestLeases<Replica> {
  create(replica: Replica, name: string, onGained: () => void): Lease
  /** Ends all leases of a replica. */
  leave(replica: Replica): void
}

export function createTestLeases<Replica>(): TestLeases<Replica> {
  const holders = new Map<string, Replica>()
  const contenders = new Map<string, Map<Replica, () => void>>()

  function grant(name: string): void {
    const [next] = contenders.get(name) ?? []
    if (holders.has(name) || next === undefined) return
    const [replica, onGained] = next
    holders.set(name, replica)
    onGained()
  }

  return {
    create(replica, name, onGained) {
      const wanting = contenders.get(name) ?? new Map<Replica, () => void>()
      contenders.set(name, wanting)
      return {
        want(wanted) {
          if (wanted) wanting.set(replica, onGained)
          else wanting.delete(replica)
          if (!wanted && holders.get(name) === replica) holders.delete(name)
          queueMicrotask(() => grant(name))
        },
        isHeld: () => holders.get(name) === replica,
      }
    },
    leave(replica) {
      for (const [name, wanting] of contenders) {
        wanting.delete(replica)
        if (holders.get(name) === replica) holders.delete(name)
        grant(name)
      }
    },
  }
}
