import { hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** A list that takes little memory until somebody reads it. */
export interface Packed<Item> {
  /** Equal lists have equal digests; undefined on a list that was never text. */
  readonly digest: string | undefined
  /** Bytes held while nobody reads it. */
  readonly bytes: number
  /** Items that it holds at most, known without unpacking it. */
  readonly maxLength: number
  /** Returns the items; calls in a row return the same array. */
  unpack(): readonly Item[]
}

/** A shorter text gains less than a buffer of its own costs. */
const MIN_COMPRESSED_LENGTH = 2_000

/** Packs a list that is given as text; `parse` reads the text each time that the list is unpacked. */
export function pack<Item>(
  text: string,
  digest: string,
  parse: (text: string) => readonly Item[],
): Packed<Item> {
  if (text.length < MIN_COMPRESSED_LENGTH) return { ...unpacked(parse(text)), digest, bytes: text.length }
  // A copy of its own, because zlib returns a slice of a larger buffer. The lowest level is fast, and gains most.
  const compressed = new Uint8Array(deflateRawSync(text, { level: 1 }))
  let recent: WeakRef<readonly Item[]> | undefined
  return {
    digest,
    bytes: compressed.byteLength,
    maxLength: occurrencesOf('"Name"', text),
    unpack() {
      const known = recent?.deref()
      if (known !== undefined) return known
      const items = parse(inflateRawSync(compressed).toString())
      recent = new WeakRef(items)
      return items
    },
  }
}

/** Wraps a list that is not worth packing. */
export function unpacked<Item>(items: readonly Item[]): Packed<Item> {
  return { digest: undefined, bytes: 0, maxLength: items.length, unpack: () => items }
}

/** Every item has a name; an attribute of that name makes the count too high. */
function occurrencesOf(part: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count++
  return count
}

/** Returns the digest of a text or of bytes. */
export function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64')
}

/** Returns true if a member of a description is a packed list. */
export function isPacked(value: unknown): value is Packed<unknown> {
  return typeof value === 'object' && value !== null && 'unpack' in value
}
