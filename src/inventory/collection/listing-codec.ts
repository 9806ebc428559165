import { z } from 'zod'

/** Differences between the items before and after a listing. */
export const encodedItems = z.object({
  /** Keys and descriptions of new and changed items. New items have their position in the listing. */
  puts: z.array(
    z.union([z.tuple([z.string(), z.unknown()]), z.tuple([z.string(), z.unknown(), z.number()])]),
  ),
  /** Keys of the items that no longer exist. */
  removed: z.array(z.string()),
  /** Keys in order, if the order of other items changed. */
  keys: z.array(z.string()).optional(),
})

export type EncodedItems = z.infer<typeof encodedItems>

/** Encodes the items after a listing as differences from those before it. */
export function encodeItems<Item>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  isSame: (one: Item, other: Item) => boolean,
  encode: (item: Item) => unknown,
): EncodedItems {
  if (before === after) return { puts: [], removed: [] }
  const puts: EncodedItems['puts'] = []
  const removed = before.size === 0 ? [] : [...before.keys()].filter((key) => !after.has(key))
  const kept = before.keys()
  let isInOrder = true
  let position = 0
  for (const [key, item] of after) {
    const known = before.get(key)
    if (known === undefined) puts.push([key, encode(item), position])
    else {
      if (known !== item && !isSame(known, item)) puts.push([key, encode(item)])
      isInOrder &&= nextKept(kept, after) === key
    }
    position++
  }
  return { puts, removed, ...(!isInOrder && { keys: [...after.keys()] }) }
}

/** Returns the next key that still exists. */
function nextKept(keys: Iterator<string>, after: ReadonlyMap<string, unknown>): string | undefined {
  for (let next = keys.next(); !next.done; next = keys.next()) if (after.has(next.value)) return next.value
  return undefined
}

/** Returns the items after a listing: the same map if nothing has changed. Unchanged items are the same objects. */
export function decodeItems<Item>(
  before: Map<string, Item>,
  { puts, removed, keys }: EncodedItems,
  decode: (encoded: unknown) => Item,
): Map<string, Item> {
  if (puts.length + removed.length === 0 && keys === undefined) return before
  const changed = new Map(before)
  for (const key of removed) changed.delete(key)
  const added: (readonly [string, Item, number])[] = []
  for (const [key, encoded, position] of puts) {
    const item = decode(encoded)
    if (position === undefined || keys !== undefined) changed.set(key, item)
    else added.push([key, item, position])
  }
  if (keys !== undefined) return inOrder(changed, keys)
  if (added.length === 0) return changed
  return new Map(withAdded([...changed], added))
}

function inOrder<Item>(items: ReadonlyMap<string, Item>, keys: readonly string[]): Map<string, Item> {
  const ordered = new Map<string, Item>()
  for (const key of keys) {
    const item = items.get(key)
    if (item !== undefined) ordered.set(key, item)
  }
  return ordered
}

/** Inserts items at their positions, which ascend. */
function* withAdded<Item>(
  known: readonly (readonly [string, Item])[],
  added: readonly (readonly [string, Item, number])[],
): Generator<readonly [string, Item]> {
  let count = 0
  let next = 0
  for (const [key, item, position] of added) {
    for (; count < position && next < known.length; count++, next++) {
      const entry = known[next]
      if (entry !== undefined) yield entry
    }
    yield [key, item]
    count++
  }
  yield* known.slice(next)
}
