import { z } from 'zod'

/** Where in the changes of its collections a reader stands. */
export interface Position {
  /** The process whose logs the numbers are of. */
  readonly process: string
  /** The number of the latest change seen of each collection, by its key; undefined in the middle of a snapshot. */
  readonly versions?: Readonly<Record<string, number>> | undefined
}

/** A hundred targets' collections have room in it. */
const MAX_LENGTH = 32_768

const encoded = z.object({ p: z.string(), v: z.record(z.string(), z.int().min(0)).optional() })

/** A position as an opaque text. */
export function encodePosition({ process, versions }: Position): string {
  return Buffer.from(JSON.stringify({ p: process, v: versions })).toString('base64url')
}

/** Reads a position back; undefined for what is none. */
export function decodePosition(cursor: string): Position | undefined {
  if (cursor.length > MAX_LENGTH) return undefined
  try {
    const { data } = encoded.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return data && { process: data.p, versions: data.v }
  } catch {
    return undefined
  }
}
