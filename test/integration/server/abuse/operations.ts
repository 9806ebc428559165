import { generateKeyPair, SignJWT } from 'jose'
import { imageArn } from '../../../support/gateway.ts'
import { AUDIENCE, type Issuer } from '../../../support/issuer.ts'

/** Abusive HTTP request with the expected response; it carries a valid token unless `headers` override it. */
export interface Abuse {
  readonly title: string
  readonly method?: string
  /** Path relative to the gateway's origin. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>> | ((issuer: Issuer) => Promise<Record<string, string>>)
  readonly body?: unknown
  readonly status: number
  /** Code of the first error. */
  readonly code?: string
}

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ')
const query = (text: string, variables?: unknown) => ({ query: text, variables })
const NAMES = '{ nodes { name } }'
const json = { 'content-type': 'application/json' }
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const lineage = (depth: number): string =>
  depth === 0 ? 'name' : `image { imageBuilder { ${lineage(depth - 1)} } }`

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

/** Documents that cost more than they appear to, or never end. */
export const documents: readonly Abuse[] = [
  {
    title: 'an alias bomb',
    body: query(`{ ${repeat(51, (i) => `a${i}: appStreamTargets { region }`)} }`),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'an alias bomb behind a fragment',
    body: query(
      `{ ...F } fragment F on Query { ${repeat(51, (i) => `a${i}: appStreamTargets { region }`)} }`,
    ),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'a thousand aliases of __typename',
    body: query(`{ ${repeat(1000, (i) => `a${i}: __typename`)} }`),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'a fragment that spreads itself',
    body: query('{ ...F } fragment F on Query { ...F }'),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'fragments that spread each other',
    body: query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'a billion laughs',
    body: query(
      `{ ...F0 } ${repeat(40, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F40 on Query { a: __typename b: __typename }`,
    ),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'nested fields',
    body: query(`{ imageBuilders { nodes { ${lineage(8)} } } }`),
    status: 400,
    code: 'QUERY_TOO_DEEP',
  },
  {
    title: 'nested fields in fragments',
    body: query(
      `{ imageBuilders { nodes { ...B0 } } } ${repeat(8, (i) => `fragment B${i} on ImageBuilder { image { imageBuilder { ...B${i + 1} } } }`)} fragment B8 on ImageBuilder { name }`,
    ),
    status: 400,
    code: 'QUERY_TOO_DEEP',
  },
  {
    title: 'nested brackets',
    body: query(`{ nodes(ids: ${'['.repeat(200)}${']'.repeat(200)}) { id } }`),
    status: 400,
    code: 'NESTING_TOO_DEEP',
  },
  {
    title: 'two hundred directives',
    body: query(`{ __typename ${'@skip(if: false) '.repeat(200)} }`),
    status: 400,
    code: 'TOO_MANY_DIRECTIVES',
  },
  {
    title: 'directives on spreads',
    body: query(`{ appStreamTargets { ${repeat(60, () => '... @include(if: true) { region }')} } }`),
    status: 400,
    code: 'TOO_MANY_DIRECTIVES',
  },
  {
    title: 'a flood of root fields',
    body: query(`{ ${repeat(51, () => 'appStreamTargets { region }')} }`),
    status: 400,
    code: 'TOO_MANY_ROOT_FIELDS',
  },
  {
    title: 'dozens of mutations',
    body: query(`mutation { ${repeat(51, () => 'deleteImage(input: { name: "x" }) { __typename }')} }`),
    status: 400,
    code: 'TOO_MANY_ROOT_FIELDS',
  },
  {
    title: 'ten thousand tokens',
    body: query(`{ ${'__typename '.repeat(10_000)} }`),
    status: 400,
    code: 'TOO_MANY_TOKENS',
  },
  {
    title: 'nested pages',
    body: query(
      `{ images(first: 101) { nodes { derivedImages(first: 101) { nodes { derivedImages(first: 101) ${NAMES} } } } } }`,
    ),
    status: 400,
    code: 'COST_TOO_HIGH',
  },
  {
    title: 'nested pages with sizes in variables',
    body: query(
      `query ($n: Int) { images(first: $n) { nodes { derivedImages(first: $n) { nodes { derivedImages(first: $n) ${NAMES} } } } } }`,
      { n: 101 },
    ),
    status: 400,
    code: 'COST_TOO_HIGH',
  },
  {
    title: 'a page of 1,000',
    body: query(`{ images(first: 1000) ${NAMES} }`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a negative page size',
    body: query(`{ images(first: -1) ${NAMES} }`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: '101 nodes',
    body: query(`{ nodes(ids: [${'"x" '.repeat(101)}]) { id } }`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: '1,001 references',
    body: query('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: Array(1001).fill({ __typename: 'Image', arn: imageArn('x') }),
    }),
    status: 400,
    code: 'LIST_TOO_LONG',
  },
  {
    title: 'a reference to no entity',
    body: query('{ _entities(representations: [{ __typename: "AppStreamTarget" }]) { __typename } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a reference with a prototype',
    body: query('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: [JSON.parse('{"__typename":"__proto__","__proto__":{"arn":"x"}}')],
    }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'nested variables',
    body: `{"query":"{ __typename }","variables":{"a":${'['.repeat(100)}${']'.repeat(100)}}}`,
    status: 400,
    code: 'NESTING_TOO_DEEP',
  },
  {
    title: 'a null byte in a name',
    body: query('{ image(name: "a\\u0000") { name } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a path as name',
    body: query('{ image(name: "../../etc/passwd") { name } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
]

/** Bodies and requests that violate GraphQL over HTTP. */
export const requests: readonly Abuse[] = [
  {
    title: 'a batch',
    body: [query('{ __typename }'), query('{ __typename }')],
    status: 400,
    code: 'BATCHING_NOT_SUPPORTED',
  },
  { title: 'an empty batch', body: [], status: 400, code: 'BATCHING_NOT_SUPPORTED' },
  {
    title: 'a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'query=mutation{deleteImage(input:{name:"x"}){__typename}}',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'a multipart form',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }"}\r\n--x--',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'JSON declared as text',
    headers: { 'content-type': 'text/plain' },
    body: query('{ __typename }'),
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'JSON without Content-Type',
    headers: { 'content-type': '' },
    body: query('{ __typename }'),
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'a compressed body',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: 'x',
    status: 415,
    code: 'UNSUPPORTED_CONTENT_ENCODING',
  },
  {
    title: 'a body of 300 kB',
    body: query('{ __typename }', { a: 'x'.repeat(300_000) }),
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
  },
  {
    title: 'a mutation by GET',
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent('mutation { deleteImage(input: { name: "x" }) { __typename } }')}`,
    status: 405,
    code: 'BAD_REQUEST',
  },
  { title: 'an unsupported method', method: 'DELETE', status: 405, code: 'BAD_REQUEST' },
  {
    title: 'a header injected in an operation name',
    body: { query: 'query A { __typename }', operationName: 'A\r\nSet-Cookie: x=1' },
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  { title: 'a non-string query', body: { query: { toString: 1 } }, status: 400, code: 'BAD_REQUEST' },
  {
    title: 'variables as a list',
    body: { query: '{ __typename }', variables: [] },
    status: 400,
    code: 'BAD_REQUEST',
  },
  { title: 'a path with dot segments', path: '/graphql/../metrics', status: 404, code: 'NOT_FOUND' },
  { title: 'a path with encoded dot segments', path: '/%2e%2e/graphql', status: 404, code: 'NOT_FOUND' },
  { title: 'two slashes', path: '//graphql', status: 404, code: 'NOT_FOUND' },
  { title: 'a path with a suffix', path: '/graphql/', status: 404, code: 'NOT_FOUND' },
  { title: 'a path in capitals', path: '/GraphQL', status: 404, code: 'NOT_FOUND' },
  {
    title: 'the metrics, without their token',
    method: 'GET',
    path: '/metrics',
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    title: 'forged proxy headers',
    headers: {
      ...json,
      'x-forwarded-host': 'evil.example',
      'x-original-url': '/metrics',
      'x-http-method-override': 'GET',
    },
    body: query('{ __typename }'),
    status: 200,
  },
  {
    title: 'an answer as a picture',
    headers: { ...json, accept: 'image/png' },
    body: query('{ __typename }'),
    status: 406,
    code: 'NOT_ACCEPTABLE',
  },
]

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
