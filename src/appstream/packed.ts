import { hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** List that takes little memory until it is read. */
export interface Packed<Item> {
  /** Equal lists have equal digests; undefined if the list was not created from text. */
  readonly digest: string | undefined
  /** Memory use in bytes while it is packed. */
  readonly bytes: number
  /** Upper bound of the number of items, known without unpacking. */
  readonly maxLength: number
  /** Returns the items; repeated calls return the same array while it is in use. */
  unpack(): readonly Item[]
}

/** For a shorter text, compression saves less than the buffer costs. */
const MIN_COMPRESSED_LENGTH = 2_000

/** Packs a list in text form; `parse` parses the text whenever the list is unpacked. */
export function pack<Item>(
  text: string,
  digest: string,
  parse: (text: string) => readonly Item[],
): Packed<Item> {
  if (text.length < MIN_COMPRESSED_LENGTH) return { ...unpacked(parse(text)), digest, bytes: text.length }
  // Copied, because zlib returns a slice of a larger buffer. The lowest level is fast and achieves most of the gain.
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

/** Wraps a list without compressing it. */
export function unpacked<Item>(items: readonly Item[]): Packed<Item> {
  return { digest: undefined, bytes: 0, maxLength: items.length, unpack: () => items }
}

/** Every item has a name. An attribute with that name makes the count too high. */
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
