import type { GraphQLParams, PromiseOrValue } from 'graphql-yoga'
import { anonymous, type Identity, trustedRouter } from './identity.ts'
import { createSignatureCheck } from './router-signature.ts'
import { createTokenVerifier, type TokenOptions, type VerificationOptions } from './tokens.ts'

/**
 * Authentication of callers. If empty, the gateway listens on loopback only and admits anyone who can connect.
 */
export interface AuthOptions {
  /** Requires a token of this issuer. */
  readonly tokens?: TokenOptions
  /** Secret shared with a router, which signs every operation. With `tokens`, both are required. */
  readonly routerSecret?: string
}

/** Identifies the caller of a request or connection. */
export interface Authenticator {
  /** True if callers must authenticate. */
  readonly isRequired: boolean
  /**
   * Returns the identity for an `Authorization` header. Rejects with a GraphQLError if it is missing or invalid.
   */
  identify(authorization: string | undefined): PromiseOrValue<Identity>
  /**
   * Checks an operation before it is parsed.
   * @throws {GraphQLError} if the router signature is invalid.
   */
  checkOperation(params: GraphQLParams): void
}

export function createAuthenticator(
  { tokens, routerSecret }: AuthOptions,
  verification: VerificationOptions,
): Authenticator {
  const withoutToken = routerSecret === undefined ? anonymous : trustedRouter
  return {
    isRequired: tokens !== undefined || routerSecret !== undefined,
    identify: tokens === undefined ? () => withoutToken : createTokenVerifier(tokens, verification),
    checkOperation: routerSecret === undefined ? () => {} : createSignatureCheck(routerSecret),
  }
}
