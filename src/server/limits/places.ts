/** Takes a place for a caller; the result gives it back, once. Undefined when the caller has as much as it may. */
export type Places = (caller: string, weight?: number) => (() => void) | undefined

/**
 * Creates what counts what each caller has.
 * @param max of one caller; 0 means no limit
 * @param maxTotal of all callers; 0 means no limit
 */
export function createPlaces(max: number, maxTotal = 0): Places {
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
