/**
 * Takes a slot (or `weight` slots) for a caller. Returns its idempotent release function, or undefined if the caller is
 * at its limit.
 */
export type Slots = (caller: string, weight?: number) => (() => void) | undefined

/**
 * Creates a counter of slots per caller.
 * @param max slots of one caller; 0: no limit.
 * @param maxTotal slots of all callers together; 0: no limit.
 */
export function createSlots(max: number, maxTotal = 0): Slots {
  const taken = new Map<string, number>()
  let total = 0

  /** Returns the release function of slots. Subscriptions retain it, so it closes over nothing else. */
  function releaseOf(caller: string, weight: number): () => void {
    let held = weight
    return () => {
      total -= held
      const left = (taken.get(caller) ?? held) - held
      if (left === 0) taken.delete(caller)
      else taken.set(caller, left)
      held = 0
    }
  }

  return (caller, weight = 1) => {
    const count = taken.get(caller) ?? 0
    if (max > 0 && count + weight > max) return undefined
    if (maxTotal > 0 && total + weight > maxTotal) return undefined
    taken.set(caller, count + weight)
    total += weight
    return releaseOf(caller, weight)
  }
}
