import { z } from 'zod'

/** Position of a subscription in the change logs of its collections. */
export interface Position {
  /** Id of the process whose logs the numbers refer to. */
  readonly process: string
  /** Number of the latest change sent, by collection key; undefined within a snapshot. */
  readonly versions?: Readonly<Record<string, number>> | undefined
}

/** Maximum length of a cursor, enough for the collections of a hundred targets. */
const MAX_LENGTH = 32_768

const encoded = z.object({ p: z.string(), v: z.record(z.string(), z.int().min(0)).optional() })

/** Encodes a position as an opaque cursor. */
export function encodePosition({ process, versions }: Position): string {
  return Buffer.from(JSON.stringify({ p: process, v: versions })).toString('base64url')
}

/** Decodes a cursor; returns undefined for an invalid one. */
export function decodePosition(cursor: string): Position | undefined {
  if (cursor.length > MAX_LENGTH) return undefined
  try {
    const { data } = encoded.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return data && { process: data.p, versions: data.v }
  } catch {
    return undefined
  }
}
