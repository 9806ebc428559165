/** Returns the smallest value that the share `q` of all sorted values does not exceed. */
export function quantile(sorted: readonly number[], q: number): number {
  const value = sorted[Math.ceil(q * sorted.length) - 1]
  if (value === undefined) throw new Error('Nothing was measured: allow more --seconds.')
  return value
}

/** Returns the median of unsorted values. */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((one, other) => one - other),
    0.5,
  )
}
