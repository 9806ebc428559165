import type { PromiseOrValue } from 'graphql-yoga'
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import type { Clock } from '../../clock.ts'
import { ALL_SCOPES, createCaller, type TargetGrant } from '../../schema/access.ts'
import { codedError } from '../coded-error.ts'
import type { Identity } from './identity.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

/** Issuer and audience of accepted tokens. */
export interface TokenOptions {
  readonly issuer: string
  readonly audience: string
  /** URL of the issuer's JSON Web Key Set. */
  readonly jwksUrl: string
  /** Claim that restricts a caller to some targets. */
  readonly targetsClaim: string
  /** Fetches the keys. Default: the built-in fetch. */
  readonly fetchKeys?: FetchImplementation
}

/** Clock and size limit for verification. */
export interface VerificationOptions {
  readonly clock: Clock
  /**
   * Maximum length of a token in characters. Needed for WebSockets; over HTTP, the limit of all headers applies first.
   */
  readonly maxTokenLength: number
}

/**
 * Verifies an `Authorization` header. Rejects with a GraphQLError: 401 for a missing or invalid token, 503 if the keys are
 * unavailable.
 */
export type TokenVerifier = (authorization: string | undefined) => PromiseOrValue<Identity>

/** Asymmetric algorithms only: with a symmetric one, everyone who can verify tokens can also forge them. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
const CLOCK_TOLERANCE_S = 5
const TARGET = /^(\*|\d{12})\/(\*|[a-z0-9-]{1,63})$/

/** Codes of errors that are not the fault of the token. */
const KEYS_UNAVAILABLE: readonly string[] = [
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]

/**
 * Creates a verifier of JWT bearer tokens. It fetches the keys on first use, and again for a token with an unknown key.
 */
export function createTokenVerifier(
  options: TokenOptions,
  { clock, maxTokenLength }: VerificationOptions,
): TokenVerifier {
  const { issuer, audience, targetsClaim } = options
  const fetchKeys = pausing(clock, options.fetchKeys ?? fetch)
  const verified = createVerifiedTokens(clock)
  let fetches = 0
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), {
    [customFetch](url, init) {
      // The new keys may lack the key of a verified token.
      verified.clear()
      fetches++
      return fetchKeys(url, init)
    },
  })
  async function verify(authorization: string | undefined): Promise<Identity> {
    if (authorization === undefined)
      throw unauthenticated(
        'UNAUTHENTICATED',
        'A bearer token is required: send it in the Authorization header.',
      )
    if (authorization.length > maxTokenLength) {
      throw invalid(`it has ${authorization.length} characters; MAX_HEADER_BYTES allows ${maxTokenLength}`)
    }
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization.trim())?.[1]
    if (token === undefined) throw invalid('Authorization must be `Bearer <token>`')
    const fetchesBefore = keys.reloading ? undefined : fetches
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(clock.now()),
    }).catch((error: unknown) => {
      // While cached keys are fresh, the token is invalid, even if fetching newer keys has failed.
      if (isUnavailable(error) && keys.fresh) throw invalid('signed with an unknown key')
      throw toCodedError(error)
    })
    const identity = identityOf(payload, targetsClaim)
    if (fetches === fetchesBefore) verified.keep(authorization, identity)
    return identity
  }
  return (authorization) => {
    // Once the keys are outdated, the next verification fetches them.
    const mayBeKnown = authorization !== undefined && keys.fresh && !keys.reloading
    return (mayBeKnown ? verified.get(authorization) : undefined) ?? verify(authorization)
  }
}

/** Pause after a failed fetch, so that forged tokens cannot make the gateway flood the issuer. */
const PAUSE_MS = 5000

/** Thrown instead of fetching during the pause. */
class FetchPaused extends Error {
  override readonly name = 'FetchPaused'
}

function pausing(clock: Clock, fetchKeys: FetchImplementation): FetchImplementation {
  let failedAt = Number.NEGATIVE_INFINITY
  return async (url, options) => {
    if (clock.now() - failedAt < PAUSE_MS)
      throw new FetchPaused(`Fetching the keys failed less than ${PAUSE_MS} ms ago.`)
    try {
      const response = await fetchKeys(url, options)
      if (!response.ok) failedAt = clock.now()
      return response
    } catch (error) {
      failedAt = clock.now()
      throw error
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || KEYS_UNAVAILABLE.includes(error.code)
}

function identityOf(payload: JWTPayload, targetsClaim: string): Identity {
  const { sub, exp } = payload
  if (typeof sub !== 'string' || sub === '' || exp === undefined)
    throw invalid('claim `sub` must be a non-empty string')
  const granted = new Set(words(payload['scope'] ?? payload['scp'], 'scope'))
  const targets = targetsOf(payload[targetsClaim], targetsClaim)
  const scopes = ALL_SCOPES.filter((scope) => granted.has(scope))
  return { caller: createCaller(sub, scopes, targets), expiresAt: (exp + CLOCK_TOLERANCE_S) * 1000 }
}

/** Parses the targets claim. A malformed claim is an error: ignoring it would grant access to all targets. */
function targetsOf(claim: unknown, name: string): readonly TargetGrant[] | undefined {
  if (claim === undefined) return undefined
  return words(claim, name).map((word) => {
    const [, accountId, region] = TARGET.exec(word) ?? []
    if (accountId === undefined || region === undefined)
      throw invalid(`claim \`${name}\` must list \`<account>/<region>\` entries (\`*\` for any)`)
    return { accountId, region }
  })
}

/** Parses a list claim. Issuers write it as an array or as words separated by spaces. */
function words(claim: unknown, name: string): readonly string[] {
  if (claim === undefined) return []
  const list: unknown = typeof claim === 'string' ? claim.split(' ').filter((word) => word !== '') : claim
  if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list
  throw invalid(`claim \`${name}\` must be a string or a list of strings`)
}

function toCodedError(error: unknown): Error {
  if (isUnavailable(error)) {
    const message = 'Tokens cannot be verified: the keys of the issuer are unavailable. Retry later.'
    const rejection = codedError('IDENTITY_UNAVAILABLE', message, 503, { 'retry-after': '5' })
    // Each failure is logged once, with its cause.
    return error instanceof FetchPaused ? rejection : Object.assign(rejection, { cause: error })
  }
  if (error instanceof errors.JWTExpired)
    return unauthenticated('TOKEN_EXPIRED', 'The token has expired: send a new one.')
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalid(`claim \`${error.claim}\` is missing or has an unexpected value`)
  if (error instanceof errors.JOSEAlgNotAllowed)
    return invalid(`unsupported algorithm; expected one of ${ALGORITHMS.join(', ')}`)
  return invalid('malformed, or the signature is invalid')
}

function invalid(because: string): Error {
  return unauthenticated('TOKEN_INVALID', `Invalid token: ${because}.`)
}

function unauthenticated(code: string, message: string): Error {
  const error = code === 'UNAUTHENTICATED' ? '' : `, error="invalid_token", error_description="${message}"`
  return codedError(code, message, 401, { 'www-authenticate': `Bearer realm="appstream-graphql"${error}` })
}
