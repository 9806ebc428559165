import { badUserInput } from '../errors.ts'

/** What a keyset is made of: the value that the order sorts by, and the key that breaks ties. */
export interface Keyset {
  /** Null sorts last, in both directions. */
  readonly value: string | number | null
  readonly key: string
}

/** What a cursor belongs to, so that one of another list or order is refused rather than misread. */
export interface CursorScope {
  /** The kind of item, e.g. `Image`. */
  readonly kind: string
  /** The order, e.g. `NAME ASC`. */
  readonly order: string
}

/** An opaque cursor: it names a position between items, and so stays right when items come and go. */
export function encodeCursor({ kind, order }: CursorScope, { value, key }: Keyset): string {
  return Buffer.from(JSON.stringify([kind, order, value, key])).toString('base64url')
}

/** Reads a cursor back. @throws BAD_USER_INPUT when it is broken, or of another kind or order. */
export function decodeCursor(cursor: string, scope: CursorScope, argument: string): Keyset {
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString())
  if (!Array.isArray(parts) || parts.length !== 4)
    throw badUserInput(`\`${argument}\` is not a cursor of this gateway.`)
  const [kind, order, value, key]: unknown[] = parts
  if (kind !== scope.kind)
    throw badUserInput(`\`${argument}\` is a cursor of another connection (${describe(kind)}).`)
  if (order !== scope.order) {
    throw badUserInput(`\`${argument}\` is a cursor of the order ${describe(order)}, not of ${scope.order}.`)
  }
  const isValue = typeof value === 'string' || typeof value === 'number' || value === null
  // Node's decoder passes over what is not base64url: only a faithful round trip is one of ours.
  if (!isValue || typeof key !== 'string' || encodeCursor(scope, { value, key }) !== cursor)
    throw badUserInput(`\`${argument}\` is not a cursor of this gateway.`)
  return { value, key }
}

/** Orders two keysets; by code units, so that every process agrees. */
export function compareKeysets(one: Keyset, other: Keyset, direction: 'ASC' | 'DESC'): number {
  if (one.value !== other.value) {
    if (one.value === null) return 1
    if (other.value === null) return -1
    const ascending = one.value < other.value ? -1 : 1
    return direction === 'ASC' ? ascending : -ascending
  }
  if (one.key === other.key) return 0
  return one.key < other.key ? -1 : 1
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function describe(part: unknown): string {
  return typeof part === 'string' ? part.slice(0, 40) : 'unknown'
}
