import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import type { Clock } from '../../inventory/clock.ts'
import { ALL_SCOPES, createCaller, type TargetGrant } from '../../schema/access.ts'
import { refusal } from '../refusal.ts'
import type { Identity } from './identity.ts'

/** Whose tokens are believed. */
export interface TokenOptions {
  readonly issuer: string
  readonly audience: string
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string
  /** The claim that narrows a caller to some targets. */
  readonly targetsClaim: string
  /** Fetches the keys; the platform's fetch unless given. */
  readonly fetchKeys?: FetchImplementation
}

/** Bounds the verification of tokens. */
export interface VerificationOptions {
  readonly clock: Clock
  /** Longer tokens are refused unread. Over HTTP the size of all headers bounds them first; WebSockets lack that bound. */
  readonly maxTokenLength: number
}

/** Proves an `Authorization` header. @throws a refusal: 401 for what is no valid token, 503 where the keys cannot be had. */
export type TokenVerifier = (authorization: string | undefined) => Promise<Identity>

/** Asymmetric ones only: with a symmetric one, whoever can check a token can make one. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
const CLOCK_TOLERANCE_S = 5
const TARGET = /^(\*|\d{12})\/(\*|[a-z0-9-]{1,63})$/

/** The failures that are not the token's. */
const KEYS_UNAVAILABLE: readonly string[] = [
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]

/** Makes what checks JWT bearer tokens; keys are fetched when first needed, kept, and fetched again when one is new. */
export function createTokenVerifier(
  options: TokenOptions,
  { clock, maxTokenLength }: VerificationOptions,
): TokenVerifier {
  const { issuer, audience, targetsClaim } = options
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), {
    [customFetch]: pausing(clock, options.fetchKeys ?? fetch),
  })
  return async (authorization) => {
    if (authorization === undefined) throw unauthenticated('UNAUTHENTICATED', 'A bearer token is needed.')
    if (authorization.length > maxTokenLength) {
      throw invalid(
        `it is too long (${authorization.length} characters; MAX_HEADER_BYTES allows ${maxTokenLength})`,
      )
    }
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization.trim())?.[1]
    if (token === undefined) throw invalid('Authorization must be `Bearer`, a space and the token')
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(clock.now()),
    }).catch((error: unknown) => {
      // Keys that are good tell that one of another key is not, whether or not there may be new ones.
      if (isUnavailable(error) && keys.fresh) throw invalid('its key is not known')
      throw refusalOf(error)
    })
    return identityOf(payload, targetsClaim)
  }
}

/** After a failed fetch the issuer is left alone for a while: whoever sends forged tokens shall not have us flood it. */
const PAUSE_MS = 5000

/** What a fetch would come to that is not made. */
class FetchPaused extends Error {
  override readonly name = 'FetchPaused'
}

function pausing(clock: Clock, fetchKeys: FetchImplementation): FetchImplementation {
  let failedAt = Number.NEGATIVE_INFINITY
  return async (url, options) => {
    if (clock.now() - failedAt < PAUSE_MS) throw new FetchPaused('The keys could not be had a moment ago.')
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
  if (typeof sub !== 'string' || sub === '' || exp === undefined) throw invalid('its subject is empty')
  const granted = new Set(words(payload['scope'] ?? payload['scp'], 'scope'))
  const targets = targetsOf(payload[targetsClaim], targetsClaim)
  const scopes = ALL_SCOPES.filter((scope) => granted.has(scope))
  return { caller: createCaller(sub, scopes, targets), expiresAt: (exp + CLOCK_TOLERANCE_S) * 1000 }
}

/** A claim that cannot be read grants nothing, and says so: to ignore it would be to grant everything. */
function targetsOf(claim: unknown, name: string): readonly TargetGrant[] | undefined {
  if (claim === undefined) return undefined
  return words(claim, name).map((word) => {
    const [, accountId, region] = TARGET.exec(word) ?? []
    if (accountId === undefined || region === undefined) throw invalid(`its claim ${name} cannot be read`)
    return { accountId, region }
  })
}

/** Issuers write lists as arrays or as words with spaces between. */
function words(claim: unknown, name: string): readonly string[] {
  if (claim === undefined) return []
  const list: unknown = typeof claim === 'string' ? claim.split(' ').filter((word) => word !== '') : claim
  if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list
  throw invalid(`its claim ${name} cannot be read`)
}

function refusalOf(error: unknown): Error {
  if (isUnavailable(error)) {
    const message = 'Tokens cannot be checked now: the keys of their issuer cannot be had. Try again.'
    const refused = refusal('IDENTITY_UNAVAILABLE', message, 503, { 'retry-after': '5' })
    // Each failure is logged once, by its cause.
    return error instanceof FetchPaused ? refused : Object.assign(refused, { cause: error })
  }
  if (error instanceof errors.JWTExpired) return unauthenticated('TOKEN_EXPIRED', 'The token has expired.')
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalid(`its claim ${error.claim} is not accepted`)
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('its algorithm is not accepted')
  return invalid('its signature or form is wrong')
}

function invalid(because: string): Error {
  return unauthenticated('TOKEN_INVALID', `The token is not valid: ${because}.`)
}

function unauthenticated(code: string, message: string): Error {
  const error = code === 'UNAUTHENTICATED' ? '' : `, error="invalid_token", error_description="${message}"`
  return refusal(code, message, 401, { 'www-authenticate': `Bearer realm="appstream-graphql"${error}` })
}
