import type { Dependency } from '../../inventory/cache/reads.ts'
import type { RequestRecord } from '../observability/request-record.ts'

/** Complete response to a query, kept for equal requests of callers with the same authorization. */
export interface Answer {
  readonly contentType: string
  /** Text with ASCII characters only, or bytes. */
  readonly body: string | Buffer
  readonly operation: NonNullable<RequestRecord['operation']>
  readonly cost: number | undefined
  /** Everything that was read for it. */
  readonly dependencies: readonly Dependency[]
}

/** Larger texts are kept as bytes, which all clients that have not read them share. */
const MAX_TEXT_CHARACTERS = 16_384

/** Encodes the text of a response. */
export function encodeBody(text: string): string | Buffer {
  const isShortAscii = text.length <= MAX_TEXT_CHARACTERS && Buffer.byteLength(text) === text.length
  return isShortAscii ? text : Buffer.from(text)
}

/**
 * Encodes the text of a response that is kept. Node allocates short buffers from a pool, all of which stays in memory as
 * long as one of them, so the bytes are copied.
 */
export function encodeKeptBody(text: string): string | Buffer {
  const body = encodeBody(text)
  if (typeof body === 'string' || body.length === body.buffer.byteLength) return body
  const own = Buffer.allocUnsafeSlow(body.length)
  body.copy(own)
  return own
}

/** Returns true if executing the query again would return the same answer without waiting for AWS. */
export function isCurrent({ dependencies }: Answer): boolean {
  for (const dependency of dependencies) if (!dependency.isCurrent()) return false
  return true
}
