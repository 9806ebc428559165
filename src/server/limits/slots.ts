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
  return (caller, weight = 1) => {
    const count = taken.get(caller) ?? 0
    if (max > 0 && count + weight > max) return undefined
    if (maxTotal > 0 && total + weight > maxTotal) return undefined
    taken.set(caller, count + weight)
    total += weight
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      total -= weight
      const left = (taken.get(caller) ?? weight) - weight
      if (left === 0) taken.delete(caller)
      else taken.set(caller, left)
    }
  }
}
