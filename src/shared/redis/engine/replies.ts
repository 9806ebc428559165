import type { Reply } from './engine.ts'

/** Returns a reply as text. @throws if it is not text */
export function textOf(reply: Reply | undefined): string {
  if (typeof reply === 'string') return reply
  if (Buffer.isBuffer(reply)) return reply.toString()
  if (typeof reply === 'number') return String(reply)
  throw unexpected('text', reply)
}

/** Returns a number, which the engine may have sent as text. */
export function numberOf(reply: Reply | undefined): number {
  const number = typeof reply === 'number' ? reply : Number(textOf(reply))
  if (!Number.isFinite(number)) throw unexpected('a number', reply)
  return number
}

export function bytesOf(reply: Reply | undefined): Buffer {
  if (Buffer.isBuffer(reply)) return reply
  throw unexpected('bytes', reply)
}

export function listOf(reply: Reply | undefined): readonly Reply[] {
  if (isList(reply)) return reply
  throw unexpected('a list', reply)
}

/** Returns the fields of an entry of a stream, which are sent as a flat list. */
export function fieldsOf(reply: Reply | undefined): ReadonlyMap<string, Reply> {
  const list = listOf(reply)
  const fields = new Map<string, Reply>()
  for (let index = 0; index + 1 < list.length; index += 2)
    fields.set(textOf(list[index]), list[index + 1] ?? null)
  return fields
}

function isList(reply: Reply | undefined): reply is readonly Reply[] {
  return Array.isArray(reply)
}

function unexpected(what: string, reply: Reply | undefined): Error {
  return new Error(`The shared state returned ${typeof reply} where ${what} was expected.`)
}
