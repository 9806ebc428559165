/** Distinct values of a list, with a short key that equal sets of one request share. */
export interface Distinct<Value> {
  readonly key: string
  has(value: Value): boolean
}

/** Returns the distinct values of a list. An absent list (null or undefined) contains every value. */
export type DistinctReader = <Value extends string | null>(
  values: readonly Value[] | null | undefined,
) => Distinct<Value>

const EVERYTHING: Distinct<unknown> = { key: '*', has: () => true }

/** Creates the reader of distinct values for a request: a list in a variable is read once for all fields. */
export function createDistinctReader(): DistinctReader {
  const read = new WeakMap<readonly unknown[], Distinct<unknown>>()
  const keys = new Map<string, string>()
  return (values) => {
    if (values == null) return EVERYTHING
    const known = read.get(values)
    if (known !== undefined) return known
    const set = new Set<unknown>(values)
    const text = JSON.stringify([...set].sort())
    const key = keys.get(text) ?? `${keys.size}`
    keys.set(text, key)
    const distinct = { key, has: (value: unknown) => set.has(value) }
    read.set(values, distinct)
    return distinct
  }
}
