import type { GraphQLParams } from 'graphql-yoga'
import { anonymous, type Identity, trustedRouter } from './identity.ts'
import { createSignatureCheck } from './router-signature.ts'
import { createTokenVerifier, type TokenOptions, type VerificationOptions } from './tokens.ts'

/** Who is let in. Neither: everybody who can connect, which is why the gateway then listens on loopback only. */
export interface AuthOptions {
  /** Callers that bring a token of this issuer. */
  readonly tokens?: TokenOptions
  /** A secret shared with a router, which signs every operation; with `tokens`, both are needed. */
  readonly routerSecret?: string
}

/** Decides who a request or a connection comes from. */
export interface Authenticator {
  /** Whether anybody has to say who they are. */
  readonly isRequired: boolean
  /** Whose an `Authorization` header is. @throws a refusal */
  identify(authorization: string | undefined): Promise<Identity>
  /** Checks an operation before it is parsed. @throws a refusal */
  checkOperation(params: GraphQLParams): void
}

/** Creates the authenticator. */
export function createAuthenticator(
  { tokens, routerSecret }: AuthOptions,
  verification: VerificationOptions,
): Authenticator {
  const withoutToken = routerSecret === undefined ? anonymous : trustedRouter
  return {
    isRequired: tokens !== undefined || routerSecret !== undefined,
    identify: tokens === undefined ? async () => withoutToken : createTokenVerifier(tokens, verification),
    checkOperation: routerSecret === undefined ? () => {} : createSignatureCheck(routerSecret),
  }
}
