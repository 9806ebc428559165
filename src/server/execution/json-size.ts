/**
 * Estimates the size of a value as JSON in UTF-8 without creating the text. Stops at `limit`, so that huge values take
 * no more time. Escaped characters count as one byte each.
 */
export function jsonSizeOf(value: unknown, limit: number): number {
  let size = 0

  function add(part: unknown): void {
    switch (typeof part) {
      case 'string':
        size += Buffer.byteLength(part) + 2
        return
      case 'number':
        size += String(part).length
        return
      case 'object':
        if (part === null) size += 4
        else if (Array.isArray(part)) addItems(part)
        else if ('toJSON' in part && typeof part.toJSON === 'function') add(part.toJSON())
        else addMembers(part)
        return
      default:
        // true and null take 4 bytes, false takes 5; undefined and functions take none outside of lists.
        size += 5
    }
  }

  function addItems(items: readonly unknown[]): void {
    size += 2 + Math.max(0, items.length - 1)
    for (const item of items) {
      if (size > limit) return
      add(item)
    }
  }

  function addMembers(members: object): void {
    size += 2
    for (const [name, member] of Object.entries(members)) {
      if (size > limit) return
      if (member === undefined) continue
      // Quotes, colon and comma.
      size += name.length + 4
      add(member)
    }
  }

  add(value)
  return size
}
