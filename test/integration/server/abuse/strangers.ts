import { generateKeyPair, SignJWT } from 'jose'
import { AUDIENCE, type Issuer } from '../../../support/issuer.ts'
import { type Abuse, json, query } from './abuse.ts'

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Requests a subscription by callback. */
const callback = (callbackUrl: string) => ({
  headers: { accept: 'application/json;callbackSpec=1.0' },
  body: {
    query: 'subscription { imageStateChanged { kind } }',
    extensions: {
      subscription: { callbackUrl, subscriptionId: 'one', verifier: 'secret', heartbeatIntervalMs: 0 },
    },
  },
})

const forged = async (issuer: Issuer, alg: string) => {
  const { privateKey } = await generateKeyPair(alg)
  const claims = {
    iss: issuer.env.AUTH_ISSUER,
    aud: AUDIENCE,
    sub: 'eve',
    exp: 9e9,
    scope: 'appstream:manage',
  }
  return bearer(await new SignJWT(claims).setProtectedHeader({ alg, kid: 'forged' }).sign(privateKey))
}

/** Impostors, disallowed pages and requests to disallowed URLs. */
export const strangers: readonly Abuse[] = [
  { title: 'nobody', headers: async () => ({ authorization: '' }), status: 401, code: 'UNAUTHENTICATED' },
  {
    title: 'a password',
    headers: async () => ({ authorization: 'Basic YTpi' }),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'a forged token',
    headers: (issuer) => forged(issuer, 'ES256'),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'a token with an unsupported algorithm',
    headers: (issuer) => forged(issuer, 'ES384'),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'a token of no algorithm',
    headers: async (issuer) => bearer(`${encoded({ alg: 'none' })}.${(await issuer.token()).split('.')[1]}.`),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'an expired token',
    headers: async (issuer) => bearer(await issuer.token({ exp: 1 })),
    status: 401,
    code: 'TOKEN_EXPIRED',
  },
  {
    title: 'a token for another audience',
    headers: async (issuer) => bearer(await issuer.token({ aud: 'https://other.example' })),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'a token of another issuer',
    headers: async (issuer) => bearer(await issuer.token({ iss: 'https://evil.example' })),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'a token naming its own key URL',
    headers: async (issuer) =>
      bearer(
        `${encoded({ alg: 'ES256', jku: 'https://evil.example/keys', kid: 'x' })}.${(await issuer.token()).split('.').slice(1).join('.')}`,
      ),
    status: 401,
    code: 'TOKEN_INVALID',
  },
  {
    title: 'a token in the query string',
    method: 'GET',
    path: '/graphql?query={__typename}&access_token=x',
    headers: async () => ({ authorization: '' }),
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    title: 'a reader who asks',
    headers: async (issuer) => bearer(await issuer.token({ scope: 'openid' })),
    body: query('{ imageBuilders { totalCount } }'),
    status: 200,
    code: 'FORBIDDEN',
  },
  {
    title: 'a page of another site',
    headers: { ...json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    body: query('{ __typename }'),
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
  },
  {
    title: 'a page that hides its origin',
    headers: { ...json, origin: 'null' },
    body: query('{ __typename }'),
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
  },
  {
    title: 'an origin containing an allowed one',
    headers: { ...json, origin: 'http://127.0.0.1.evil.example' },
    body: query('{ __typename }'),
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
  },
  {
    title: 'an event stream for another site',
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent('subscription { imageStateChanged { kind } }')}`,
    headers: { accept: 'text/event-stream', 'sec-fetch-site': 'cross-site' },
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
  },
  ...[
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:4000@evil.example/callback',
    'http://router.example.evil/callback',
    'https://router.example/callback/../admin',
    'https://router.example/callback/%2e%2e/admin',
    'https://router.example:444/callback',
    'file:///etc/passwd',
    'https://router.example./callback/x',
  ].map((url) => ({
    title: `to be called back at ${url}`,
    ...callback(url),
    status: 400,
    code: 'CALLBACK_NOT_ALLOWED',
  })),
]
