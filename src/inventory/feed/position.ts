import { z } from 'zod'
import type { Schedule } from '../../clock.ts'
import type { CommitPosition, Shared } from '../../shared/shared.ts'

/** Position of a subscription in the change logs of its collections. */
export interface Position {
  /** Last commit that the numbers may depend on. Any replica may have issued it. */
  readonly commit: CommitPosition
  /** Number of the latest change sent, by collection key; undefined within a snapshot. */
  readonly versions?: Readonly<Record<string, number>> | undefined
  /** Fingerprint of the subscription's filter; undefined in a cursor of a list or a mutation. */
  readonly filter?: string | undefined
}

/** Milliseconds between checks whether a commit has arrived, and their maximum number. */
const COMMIT_CHECK_MS = 20
const MAX_COMMIT_CHECKS = 50

/** Maximum length of a cursor, enough for the collections of a hundred targets. */
const MAX_LENGTH = 32_768

const count = z.int().min(0)
const encoded = z.object({
  p: z.string(),
  n: count.default(0),
  i: z.string().default(''),
  v: z.record(z.string(), count).optional(),
  f: z.string().optional(),
})

/** Encodes a position as an opaque cursor. A single process has one commit position, whose number is 0. */
export function encodePosition({ commit: { epoch, number, nonce }, versions, filter }: Position): string {
  const commit = number === 0 && nonce === '' ? { p: epoch } : { p: epoch, n: number, i: nonce }
  return Buffer.from(JSON.stringify({ ...commit, v: versions, f: filter })).toString('base64url')
}

/** Decodes a cursor; returns undefined for an invalid one. */
export function decodePosition(cursor: string): Position | undefined {
  if (cursor.length > MAX_LENGTH) return undefined
  try {
    const { data } = encoded.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    const { p: epoch = '', n: number = 0, i: nonce = '', v: versions, f: filter } = data ?? {}
    return data && { commit: { epoch, number, nonce }, versions, filter }
  } catch {
    return undefined
  }
}

/** Cursor within a snapshot. A client that disconnects there has to start again. */
export const UNFINISHED = encodePosition({ commit: { epoch: '', number: 0, nonce: '' } })

/** Returns the later of two commits. A commit of another epoch replaces the earlier one. */
export function laterCommit(one: CommitPosition, other: CommitPosition): CommitPosition {
  return one.epoch === other.epoch && one.number > other.number ? one : other
}

/**
 * Calls a function once this replica has applied a commit, which may arrive later than the client that another replica
 * sent it to; after a second, even if it has not arrived.
 */
export function whenApplied(
  commit: CommitPosition,
  dependencies: { readonly shared: Pick<Shared, 'position'>; readonly schedule: Schedule },
  run: () => void,
  checks = 0,
): void {
  const { shared, schedule } = dependencies
  const { epoch, number } = shared.position()
  const isAhead = commit.epoch === epoch && commit.number > number
  if (!isAhead || checks === MAX_COMMIT_CHECKS) run()
  else schedule(COMMIT_CHECK_MS, () => whenApplied(commit, dependencies, run, checks + 1))
}
