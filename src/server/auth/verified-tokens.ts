import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock.ts'
import type { Identity } from './identity.ts'

/** Identities of recently verified tokens. Verifying a signature takes longer than serving a cached answer. */
export interface VerifiedTokens {
  /** Returns the identity for an `Authorization` header that was verified, as long as its token has not expired. */
  get(authorization: string): Identity | undefined
  keep(authorization: string, identity: Identity): void
  clear(): void
}

interface VerifiedToken {
  readonly identity: Identity
  readonly verifiedAt: number
  readonly until: number
}

const MAX_AGE_MS = 60_000
const MAX_TOKENS = 1000
const MAX_CHARACTERS = 4_000_000

/** Creates an empty store of verified tokens, with bounded memory. */
export function createVerifiedTokens(clock: Clock): VerifiedTokens {
  const tokens = new LRUCache<string, VerifiedToken>({
    max: MAX_TOKENS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_token, authorization) => authorization.length,
  })
  return {
    get(authorization) {
      const token = tokens.get(authorization)
      if (token === undefined) return undefined
      const now = clock.now()
      // A clock that was set back may be before the start of the token's validity.
      return token.verifiedAt <= now && now < token.until ? token.identity : undefined
    },
    keep(authorization, identity) {
      const { expiresAt = 0 } = identity
      const verifiedAt = clock.now()
      tokens.set(authorization, { identity, verifiedAt, until: Math.min(expiresAt, verifiedAt + MAX_AGE_MS) })
    },
    clear: () => tokens.clear(),
  }
}
