import { SECRET_MEMBERS } from '../../appstream/errors/withheld.ts'
import {
  type CompressedList,
  isCompressedList,
  type PackedList,
  receiveList,
  uncompressedList,
} from '../../appstream/model/compressed-list.ts'
import { readApplications } from '../../appstream/responses/listing-kinds.ts'

/** Lists of applications in their sent form, by digest. Descriptions that have equal lists refer to one of them. */
export type SentLists = Record<string, PackedList>

/** Encoder of descriptions that are sent together. */
export interface DescriptionEncoder {
  /** Lists that the encoded descriptions refer to. */
  readonly lists: SentLists
  /** Returns a description as JSON. Dates and lists are tagged; members that are undefined or secret are omitted. */
  encode(description: object): unknown
}

/** Tags of values that JSON lacks. An object that has such a member itself is sent as its entries. */
const TAGS = {
  date: '$date',
  list: '$list',
  items: '$items',
  number: '$number',
  entries: '$entries',
} as const

/** Creates the encoder of one message. */
export function createDescriptionEncoder(): DescriptionEncoder {
  const lists: SentLists = {}

  function encodeList(list: CompressedList<unknown>): object {
    if (list.packed === undefined) {
      const { digest, bytes, maxLength } = list
      return { [TAGS.items]: list.unpack().map(encode), digest, bytes, maxLength }
    }
    const { digest = '' } = list
    lists[digest] ??= list.packed()
    return { [TAGS.list]: digest }
  }

  function encode(value: unknown): unknown {
    if (typeof value === 'number') return Number.isFinite(value) ? value : { [TAGS.number]: String(value) }
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Date) return { [TAGS.date]: value.getTime() }
    if (Array.isArray(value)) return value.map(encode)
    if (isCompressedList(value)) return encodeList(value)
    const encoded: Record<string, unknown> = {}
    for (const [member, of] of Object.entries(value)) {
      if (of === undefined || SECRET_MEMBERS.has(member)) continue
      if (member.startsWith('$') || member === '__proto__') return encodeEntries(value)
      encoded[member] = encode(of)
    }
    return encoded
  }

  function encodeEntries(value: object): object {
    const entries = Object.entries(value).filter(
      ([member, of]) => of !== undefined && !SECRET_MEMBERS.has(member),
    )
    return { [TAGS.entries]: entries.map(([member, of]) => [member, encode(of)]) }
  }

  return { lists, encode }
}

/** Creates the decoder of descriptions that were sent together with these lists. */
export function createDescriptionDecoder(lists: SentLists): (encoded: unknown) => unknown {
  const received = new Map<string, CompressedList<unknown>>()

  function listOf(digest: string): CompressedList<unknown> {
    const packed = lists[digest]
    const list =
      received.get(digest) ??
      (packed === undefined ? uncompressedList([]) : receiveList(packed, readApplications))
    received.set(digest, list)
    return list
  }

  function decode(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(decode)
    const decoded: Record<string, unknown> = {}
    for (const [member, of] of Object.entries(value)) {
      // A tag is the first member.
      if (member.startsWith('$')) return decodeTagged(member, of, value)
      decoded[member] = decode(of)
    }
    return decoded
  }

  function decodeTagged(tag: string, of: unknown, value: object): unknown {
    if (tag === TAGS.date) return new Date(typeof of === 'number' ? of : Number.NaN)
    if (tag === TAGS.number) return Number(of)
    if (tag === TAGS.list) return listOf(String(of))
    if (tag === TAGS.items) return itemsOf(new Map<string, unknown>(Object.entries(value)))
    return Object.fromEntries(entriesOf(of))
  }

  function entriesOf(value: unknown): [string, unknown][] {
    const entries: readonly unknown[] = Array.isArray(value) ? value : []
    return entries.flatMap((entry) =>
      Array.isArray(entry) ? [[String(entry[0]), decode(entry[1])] satisfies [string, unknown]] : [],
    )
  }

  function itemsOf(members: ReadonlyMap<string, unknown>): CompressedList<unknown> {
    const [items, digest, bytes, maxLength] = [TAGS.items, 'digest', 'bytes', 'maxLength'].map((member) =>
      members.get(member),
    )
    return {
      ...uncompressedList(Array.isArray(items) ? items.map(decode) : []),
      ...(typeof digest === 'string' && { digest }),
      ...(typeof bytes === 'number' && { bytes }),
      ...(typeof maxLength === 'number' && { maxLength }),
    }
  }

  return decode
}

/** Returns true if two descriptions, or parts of them, have equal values. */
export function isSameDescription(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (one instanceof Date || other instanceof Date) {
    return one instanceof Date && other instanceof Date && Object.is(one.getTime(), other.getTime())
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, index) => isSameDescription(item, other[index]))
  }
  if (isCompressedList(one) && isCompressedList(other)) return isSameList(one, other)
  const [left, right]: [Described, Described] = [Object(one), Object(other)]
  for (const member in left) if (!isSameDescription(left[member], right[member])) return false
  // The other one may have more members, which count only if they have a value.
  for (const member in right) if (right[member] !== undefined && !Object.hasOwn(left, member)) return false
  return true
}

type Described = Readonly<Record<string, unknown>>

function isSameList(one: CompressedList<unknown>, other: CompressedList<unknown>): boolean {
  if (one.digest !== undefined && other.digest !== undefined) return one.digest === other.digest
  return isSameDescription(one.unpack(), other.unpack())
}
