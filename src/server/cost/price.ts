/** What a part of an operation takes: the dimensions of a cost. */
export interface Price {
  /** Processor time, in units of {@link CPU}. */
  readonly cpu: number
  /** Bytes of the answer. */
  readonly bytes: number
  /** Calls to AWS. */
  readonly calls: number
}

export const FREE: Price = { cpu: 0, bytes: 0, calls: 0 }

/**
 * Processor time of the steps of an execution. A unit is about 7 microseconds of one core, so that 150,000 units, the
 * default of `MAX_COST`, are about a second.
 */
export const CPU = {
  /** Parsing, validating, logging and answering any operation. */
  operation: 100,
  leaf: 0.35,
  object: 1.5,
  /** Reading and cutting a page, whatever is selected of it. */
  page: 2,
  /** Sorting out the place of an item on a page and its cursor. */
  pageItem: 0.2,
  /** A field that fails: the error, its stack and its path. */
  error: 22,
  /** A value in variables or in the document, coerced and looked up. */
  inputValue: 0.15,
  /** Comparing an item of a list with a filter. */
  filteredItem: 0.1,
  /** A call to AWS. MAX_UPSTREAM_CALLS stops at far fewer than MAX_COST lets pass, or this would be what signing and parsing take, 150. */
  call: 100,
  /** Introspection does not yield to the event loop, so it counts several times. */
  introspectionFactor: 4,
} as const

/** An error with its message, path and extensions. */
export const ERROR_BYTES = 250

/** Bytes of an answer that weigh as much as a unit: 10 MB are 150,000 units. */
const BYTES_PER_UNIT = 67

/** Adds up prices. */
export function sum(one: Price, other: Price): Price {
  return { cpu: one.cpu + other.cpu, bytes: one.bytes + other.bytes, calls: one.calls + other.calls }
}

/** Multiplies a price; nothing is nothing however often. */
export function times(price: Price, count: number): Price {
  if (count === 0) return FREE
  const { cpu, bytes, calls } = price
  return { cpu: scaled(cpu, count), bytes: scaled(bytes, count), calls: scaled(calls, count) }
}

/** Returns the cost of a price: the larger one of its processor time and its bytes. */
export function costOf({ cpu, bytes, calls }: Price): number {
  return Math.ceil(CPU.operation + Math.max(cpu + calls * CPU.call, bytes / BYTES_PER_UNIT))
}

function scaled(amount: number, count: number): number {
  return amount === 0 ? 0 : amount * count
}
