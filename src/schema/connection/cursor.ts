import { badUserInput } from '../errors.ts'

/** Keyset: the value that the order sorts by, and the key that breaks ties. */
export interface Keyset {
  /** Null sorts last, in both directions. */
  readonly value: string | number | null
  readonly key: string
}

/** Scope of a cursor; a cursor of another list or order is rejected. */
export interface CursorScope {
  /** Kind of item, for example `Image`. */
  readonly kind: string
  /** Order, for example `NAME ASC`. */
  readonly order: string
}

/** Encodes an opaque cursor: a position in the order, which stays valid when items come and go. */
export function encodeCursor({ kind, order }: CursorScope, { value, key }: Keyset): string {
  return Buffer.from(JSON.stringify([kind, order, value, key])).toString('base64url')
}

/** Decodes a cursor. @throws BAD_USER_INPUT if it is malformed, or of another kind or order */
export function decodeCursor(cursor: string, scope: CursorScope, argument: string): Keyset {
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString())
  if (!Array.isArray(parts) || parts.length !== 4)
    throw badUserInput(`\`${argument}\` is not a valid cursor. Pass a cursor that this list returned.`)
  const [kind, order, value, key]: unknown[] = parts
  if (kind !== scope.kind)
    throw badUserInput(
      `\`${argument}\` was returned by another list (${describe(kind)}). Pass a cursor that this list returned.`,
    )
  if (order !== scope.order) {
    throw badUserInput(
      `\`${argument}\` was created with \`orderBy\` ${describe(order)}, but this request uses ${scope.order}. Keep \`orderBy\` unchanged while paging.`,
    )
  }
  const isValue = typeof value === 'string' || typeof value === 'number' || value === null
  // Node's decoder skips invalid base64url, so only an exact round trip proves a cursor valid.
  if (!isValue || typeof key !== 'string' || encodeCursor(scope, { value, key }) !== cursor)
    throw badUserInput(`\`${argument}\` is not a valid cursor. Pass a cursor that this list returned.`)
  return { value, key }
}

/** Compares two keysets by code units, so that every process sorts alike. */
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
