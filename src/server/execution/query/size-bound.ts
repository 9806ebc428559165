/** Key under which the data of a result stores the bound of its size. Symbols are not part of the JSON. */
const SIZE_BOUND = Symbol('maximum JSON bytes')
/** UTF-8 takes at most three bytes for a UTF-16 code unit. */
const BYTES_PER_CODE_UNIT = 3
/** Longest JSON of a number, such as -1.2345678901234567e-300. */
const NUMBER_BYTES = 25
const DATE_BYTES = 30

/** Returns the maximum of what `jsonSizeOf` returns for a serialized scalar or enum value. */
export function sizeBoundOfLeaf(value: unknown): number {
  if (typeof value === 'string') return value.length * BYTES_PER_CODE_UNIT + 2
  if (typeof value === 'number') return NUMBER_BYTES
  if (typeof value === 'boolean') return 5
  // Values of other types may be of any size.
  return value instanceof Date ? DATE_BYTES : Number.POSITIVE_INFINITY
}

/** Stores the bound with the data, so that both are released together. */
export function noteSizeBound(data: object, bound: number): void {
  Object.defineProperty(data, SIZE_BOUND, { value: bound })
}

/** Returns the bound of the size of data; infinity if it is unknown. */
export function sizeBoundOf(data: unknown): number {
  const isNoted = typeof data === 'object' && data !== null && SIZE_BOUND in data
  return isNoted && typeof data[SIZE_BOUND] === 'number' ? data[SIZE_BOUND] : Number.POSITIVE_INFINITY
}
