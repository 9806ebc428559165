/**
 * Estimates the size of a value as JSON in UTF-8 without creating the text. Stops at `limit`, so that huge values take
 * no more time. Escaped characters count as one byte each.
 */
export function jsonSizeOf(value: unknown, limit: number): number {
  let size = 0

  function add(part: unknown): void {
    if (typeof part === 'string') size += Buffer.byteLength(part) + 2
    else if (typeof part === 'number') size += String(part).length
    else if (part === null) size += 4
    else if (typeof part !== 'object') {
      // true takes 4 bytes, false takes 5; undefined and functions take none outside of lists.
      size += 5
    } else if (Array.isArray(part)) addItems(part)
    else if (isMembersOnly(part)) addMembers(part)
    else if ('toJSON' in part && typeof part.toJSON === 'function') add(part.toJSON())
    else addMembers(Object.fromEntries(Object.entries(part)))
  }

  function addItems(items: readonly unknown[]): void {
    size += 2 + Math.max(0, items.length - 1)
    for (const item of items) {
      if (size > limit) return
      add(item)
    }
  }

  function addMembers(members: Readonly<Record<string, unknown>>): void {
    size += 2
    for (const name of Object.keys(members)) {
      if (size > limit) return
      const member = members[name]
      if (member === undefined) continue
      // Quotes, colon and comma.
      size += name.length + 4
      add(member)
    }
  }

  add(value)
  return size
}

/** Returns true for the objects of execution results. */
function isMembersOnly(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || (prototype === Object.prototype && !('toJSON' in value))
}
