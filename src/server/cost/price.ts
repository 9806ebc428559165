/** Estimated resource use of a part of an operation. */
export interface Price {
  /** CPU time, in units of {@link CPU}. */
  readonly cpu: number
  /** Bytes of the response. */
  readonly bytes: number
  /** AWS calls. */
  readonly calls: number
}

export const FREE: Price = { cpu: 0, bytes: 0, calls: 0 }

/**
 * CPU time of the steps of an execution. A unit is about 7 µs on one core, so 150,000 units (the default of `MAX_COST`)
 * are about a second.
 */
export const CPU = {
  /** Parsing, validating, logging and responding to any operation. */
  operation: 100,
  leaf: 0.35,
  object: 1.5,
  /** Reading and slicing a page, regardless of the selection. */
  page: 2,
  /** Determining the position and the cursor of an item on a page. */
  pageItem: 0.2,
  /** A failed field: error, stack and path. */
  error: 22,
  /** Coercing and resolving a value in variables or in the document. */
  inputValue: 0.15,
  /** Comparing an item of a list with a filter. */
  filteredItem: 0.1,
  /**
   * One AWS call. Signing and parsing take 150, but MAX_UPSTREAM_CALLS limits operations far earlier than MAX_COST.
   */
  call: 100,
  /** Factor for introspection, which does not yield to the event loop. */
  introspectionFactor: 4,
} as const

/** Size of an error with message, path and extensions, in bytes. */
export const ERROR_BYTES = 250

/** Response bytes per unit: 10 MB are 150,000 units. */
const BYTES_PER_UNIT = 67

/** Adds two prices. */
export function sum(one: Price, other: Price): Price {
  return { cpu: one.cpu + other.cpu, bytes: one.bytes + other.bytes, calls: one.calls + other.calls }
}

/** Multiplies a price. Zero stays zero, even for an infinite count. */
export function times(price: Price, count: number): Price {
  if (count === 0) return FREE
  const { cpu, bytes, calls } = price
  return { cpu: scaled(cpu, count), bytes: scaled(bytes, count), calls: scaled(calls, count) }
}

/** Returns the cost of a price: the larger of CPU time and bytes, in units. */
export function costOf({ cpu, bytes, calls }: Price): number {
  return Math.ceil(CPU.operation + Math.max(cpu + calls * CPU.call, bytes / BYTES_PER_UNIT))
}

function scaled(amount: number, count: number): number {
  return amount === 0 ? 0 : amount * count
}
