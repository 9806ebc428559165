import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** Token issuer that publishes its keys over a real socket. */
export interface Issuer extends AsyncDisposable {
  /** Environment that makes a gateway accept its tokens. */
  readonly env: Readonly<Record<'AUTH_ISSUER' | 'AUTH_AUDIENCE' | 'AUTH_JWKS_URL', string>>
  /** Returns the number of key requests. */
  readonly fetches: () => number
  /** Signs a token of `ada` with every scope, valid for an hour; undefined claims are omitted. */
  token(claims?: Claims, options?: { readonly alg?: Algorithm; readonly header?: object }): Promise<string>
  /** Signs a token and returns it as request headers. */
  headers(claims?: Claims): Promise<{ readonly authorization: string }>
  /** Signs with a new key from now on and publishes only that. */
  rotate(): Promise<void>
  /** Responds to key requests with this status; undefined restores the keys. */
  fail(status: number | undefined): void
}

type Claims = Readonly<Record<string, unknown>>
type Algorithm = 'RS256' | 'ES256' | 'EdDSA'

export const AUDIENCE = 'https://appstream.example.com'
const ISSUER = 'https://id.example.com/'

interface Key {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

async function makeKey(alg: Algorithm): Promise<Key> {
  const kid = `${alg}-${crypto.randomUUID()}`
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/**
 * Starts an issuer with a key of each algorithm, RS256 only on request.
 * @param now epoch milliseconds for the time of issue.
 */
export async function startIssuer(now: () => number = Date.now, { withRsa = false } = {}): Promise<Issuer> {
  // RSA keys take a second to generate, hence only on request.
  const algorithms: readonly Algorithm[] = withRsa ? ['ES256', 'EdDSA', 'RS256'] : ['ES256', 'EdDSA']
  const makeKeys = async () =>
    new Map(await Promise.all(algorithms.map(async (alg) => [alg, await makeKey(alg)] as const)))
  let keys = await makeKeys()
  let fetches = 0
  let failure: number | undefined
  const server = createServer((_request, response) => {
    fetches++
    response.writeHead(failure ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: Array.from(keys.values(), ({ jwk }) => jwk) }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const token: Issuer['token'] = (claims = {}, { alg = 'ES256', header = {} } = {}) => {
    const issuedAt = Math.floor(now() / 1000)
    const payload = {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: 'ada',
      iat: issuedAt,
      exp: issuedAt + 3600,
      scope: 'appstream:read appstream:operate appstream:manage',
      ...claims,
    }
    const key = keys.get(alg)
    if (key === undefined) throw new Error(`The issuer has no key of ${alg}.`)
    return new SignJWT(payload).setProtectedHeader({ alg, kid: key.kid, ...header }).sign(key.privateKey)
  }
  return {
    env: {
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      AUTH_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
    },
    fetches: () => fetches,
    token,
    headers: async (claims) => ({ authorization: `Bearer ${await token(claims)}` }),
    async rotate() {
      keys = await makeKeys()
    },
    fail(status) {
      failure = status
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
