/** Token that all tabs share. It is in memory only. */
export interface SharedToken {
  /** Returns the token; undefined if there is none. */
  readonly current: () => string | undefined
  /** Reason why the gateway rejected the token; undefined if it did not. */
  readonly rejection: () => string | undefined
  /** Replaces the token; undefined removes it. */
  set(token: string | undefined): void
  /** Records that the gateway rejected a token. Ignored if the token has been replaced meanwhile. */
  reject(token: string | undefined, reason: string): void
  /** Calls `listener` after each change. */
  onChange(listener: () => void): void
  /** Resolves once another token is set. */
  replaced(): Promise<void>
}

/** Creates the shared token, which is missing at first. */
export function createSharedToken(): SharedToken {
  let token: string | undefined
  let rejection: string | undefined
  let replacement = Promise.withResolvers<void>()
  const listeners: (() => void)[] = []
  const notify = () => {
    for (const listener of listeners) listener()
  }
  return {
    current: () => token,
    rejection: () => rejection,
    set(next) {
      token = next
      rejection = undefined
      notify()
      if (next === undefined) return
      const { resolve } = replacement
      replacement = Promise.withResolvers()
      resolve()
    },
    reject(rejected, reason) {
      if (rejected !== token) return
      rejection = reason
      notify()
    },
    onChange: (listener) => void listeners.push(listener),
    replaced: () => replacement.promise,
  }
}

/** Extracts the token from pasted text: a token, an Authorization header, or the JSON of a token endpoint. */
export function parseToken(text: string): string | undefined {
  const token = (accessTokenOf(text) ?? text)
    .trim()
    .replace(/^["']|["',]+$/g, '')
    .replace(/^Authorization:\s*/i, '')
    .replace(/^Bearer\s+/i, '')
    // Terminals break long lines.
    .replace(/\s*\n\s*/g, '')
  return /^[\w.~+/=-]+$/.test(token) ? token : undefined
}

function accessTokenOf(text: string): string | undefined {
  const value = /"access_token"\s*:\s*"([^"]+)"/.exec(text)?.[1]
  return value ?? /"authorization"\s*:\s*"([^"]+)"/i.exec(text)?.[1]
}

/** Facts of a token that help its user. The gateway alone decides if it is valid. */
export interface TokenFacts {
  readonly subject: string | undefined
  readonly expiresAt: Date | undefined
}

/** Reads a JWT without verifying it. */
export function readToken(token: string): TokenFacts {
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof claims !== 'object' || claims === null) return NOTHING_KNOWN
    const subject = 'sub' in claims && typeof claims.sub === 'string' ? claims.sub : undefined
    const expiresAt =
      'exp' in claims && typeof claims.exp === 'number' ? new Date(claims.exp * 1000) : undefined
    return { subject, expiresAt }
  } catch {
    return NOTHING_KNOWN
  }
}

const NOTHING_KNOWN: TokenFacts = { subject: undefined, expiresAt: undefined }
