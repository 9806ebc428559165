import { createHash } from 'node:crypto'

/** Session of an assumed role, visible in CloudTrail. */
export interface RoleSession {
  /** Appears in the `userIdentity` of every call made in the session. 2 to 64 characters of `[\w+=,.@-]`. */
  readonly name: string
  /** Session tags: `aws:RequestTag` in policies of AssumeRole, `aws:PrincipalTag` in all later calls. */
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
}

/** Session of calls without a particular caller. */
export const GATEWAY_SESSION: RoleSession = { name: 'appstream-graphql', tags: [] }

/** The key of the tag that carries the caller. */
export const CALLER_TAG = 'appstream-graphql-caller'

const MAX_NAME_LENGTH = 64
const MAX_VALUE_LENGTH = 256
/** Characters of the hexadecimal SHA-256; enough to distinguish the callers of one gateway. */
const HASH_LENGTH = 12

/** Returns the session for a caller's mutations. Replaces characters that AWS rejects and then appends a hash. */
export function sessionOf(caller: string): RoleSession {
  return {
    name: /^[\w+=,.@-]{2,64}$/.test(caller) ? caller : replaced(caller, /[^\w+=,.@-]/g, '-', MAX_NAME_LENGTH),
    tags: [
      {
        Key: CALLER_TAG,
        Value: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(caller)
          ? caller
          : replaced(caller, /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_', MAX_VALUE_LENGTH),
      },
    ],
  }
}

/** Truncates a text and appends the hash of all of it, so that texts with the same beginning stay different. */
function replaced(text: string, forbidden: RegExp, by: string, maxLength: number): string {
  const beginning = text.replaceAll(forbidden, by).slice(0, maxLength - HASH_LENGTH - 1)
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)
  // The cut may split a surrogate pair.
  return `${beginning.replace(/[\uD800-\uDBFF]$/, '')}-${hash}`
}
