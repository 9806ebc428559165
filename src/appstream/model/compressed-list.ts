import { hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** List that is stored compressed until it is read. */
export interface CompressedList<Item> {
  /** Equal lists have equal digests; undefined if the list was not created from text. */
  readonly digest: string | undefined
  /** Memory use of the compressed list in bytes. */
  readonly bytes: number
  /** Upper bound of the number of items, known without decompression. */
  readonly maxLength: number
  /** Returns the items; repeated calls return the same array while it is in use. */
  unpack(): readonly Item[]
  /** Returns the compressed text, to send it to other processes; absent if the items are stored instead. */
  packed?(): PackedList
}

/** Compressed list as plain data. */
export interface PackedList {
  readonly digest: string
  readonly maxLength: number
  /** Deflated text in base64. */
  readonly deflated: string
}

/** Below this length, compression saves less memory than the buffer costs. */
const MIN_COMPRESSED_LENGTH = 2_000

/** Compresses a list in text form. `parse` parses the text whenever the list is read. */
export function compressList<Item>(
  text: string,
  digest: string,
  parse: (text: string) => readonly Item[],
): CompressedList<Item> {
  if (text.length < MIN_COMPRESSED_LENGTH)
    return { ...uncompressedList(parse(text)), digest, bytes: text.length }
  // Copied, because zlib returns a slice of a larger buffer. The lowest level is fast and achieves most of the gain.
  const compressed = new Uint8Array(deflateRawSync(text, { level: 1 }))
  return toList(compressed, digest, occurrencesOf('"Name"', text), parse)
}

/** Returns the list of another process. @throws if the data is not deflated, when the list is read */
export function receiveList<Item>(
  { digest, maxLength, deflated }: PackedList,
  parse: (text: string) => readonly Item[],
): CompressedList<Item> {
  // Copied, because a small buffer is a slice of a larger one.
  return toList(new Uint8Array(Buffer.from(deflated, 'base64')), digest, maxLength, parse)
}

function toList<Item>(
  compressed: Uint8Array,
  digest: string,
  maxLength: number,
  parse: (text: string) => readonly Item[],
): CompressedList<Item> {
  let recent: WeakRef<readonly Item[]> | undefined
  return {
    digest,
    bytes: compressed.byteLength,
    maxLength,
    packed: () => ({ digest, maxLength, deflated: Buffer.from(compressed).toString('base64') }),
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
export function uncompressedList<Item>(items: readonly Item[]): CompressedList<Item> {
  return { digest: undefined, bytes: 0, maxLength: items.length, unpack: () => items }
}

/** Counts a string in a text. For `"Name"`, the count is at least the number of items, since every item has a name. */
function occurrencesOf(part: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count++
  return count
}

/** Returns the digest of a text or of bytes. */
export function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64')
}

/** Returns true if a member of a description is a compressed list. */
export function isCompressedList(value: unknown): value is CompressedList<unknown> {
  return typeof value === 'object' && value !== null && 'unpack' in value
}
