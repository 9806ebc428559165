import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { startGateway } from '../../support/gateway.ts'
import { startIssuer } from '../../support/issuer.ts'
import { startServer, type TestServer } from './support.ts'

const RESPONSE = 'application/graphql-response+json'
const json = { 'content-type': 'application/json' }
const ok = '{"query":"{ hello }"}'

/** Requests that are rejected before or after they reach Yoga. */
const rejected: readonly (readonly [code: string, status: number, init: RequestInit, path?: string])[] = [
  ['NOT_FOUND', 404, { method: 'POST', body: ok, headers: json }, '/api'],
  [
    'ORIGIN_NOT_ALLOWED',
    403,
    { method: 'POST', body: ok, headers: { ...json, origin: 'https://evil.example' } },
  ],
  ['UNSUPPORTED_MEDIA_TYPE', 415, { method: 'POST', body: ok, headers: { 'content-type': 'text/plain' } }],
  [
    'UNSUPPORTED_CONTENT_ENCODING',
    415,
    { method: 'POST', body: ok, headers: { ...json, 'content-encoding': 'br' } },
  ],
  ['PAYLOAD_TOO_LARGE', 413, { method: 'POST', body: ok.padEnd(300_000), headers: json }],
  ['BATCHING_NOT_SUPPORTED', 400, { method: 'POST', body: `[${ok}]`, headers: json }],
  ['BAD_REQUEST', 400, { method: 'POST', body: '{', headers: json }],
  ['BAD_REQUEST', 400, { method: 'POST', body: '{}', headers: json }],
  ['BAD_REQUEST', 405, { method: 'PUT', body: ok, headers: json }],
  [
    'TOO_MANY_ROOT_FIELDS',
    400,
    { method: 'POST', body: `{"query":"{ ${'hello '.repeat(51)} }"}`, headers: json },
  ],
  [
    'PERSISTED_QUERY_NOT_SUPPORTED',
    200,
    {
      method: 'POST',
      body: '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}',
      headers: json,
    },
  ],
  ['GRAPHQL_VALIDATION_FAILED', 400, { method: 'POST', body: '{"query":"{ nope }"}', headers: json }],
]

async function ask(server: TestServer, init: RequestInit, accept: string, path = '/graphql') {
  const headers = { ...Object.fromEntries(new Headers(init.headers)), accept }
  const response = await fetch(new URL(path, server.url), { ...init, headers })
  const body = await response.json()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    code: body.errors[0].extensions.code,
  }
}

test.for(rejected)(
  'answers %s (%i) in the media type that the client prefers',
  async ([code, status, init, path]) => {
    await using server = await startServer()
    const preferred = await ask(server, init, `${RESPONSE}, application/json;q=0.9`, path)
    expect(preferred).toEqual({ status, code, type: `${RESPONSE}; charset=utf-8` })
    const plain = await ask(server, init, `application/json, ${RESPONSE};q=0.9`, path)
    expect(plain).toMatchObject({ code, type: 'application/json; charset=utf-8' })
  },
)

test('answers 429 in the media type that the client prefers', async () => {
  await using server = await startServer({
    callerLimits: { ...loadConfig({}).callerLimits, operationsPerMinute: 1 },
  })
  const init = { method: 'POST', body: ok, headers: json }
  await server.query('{ hello }')
  expect(await ask(server, init, RESPONSE)).toEqual({
    status: 429,
    code: 'RATE_LIMITED',
    type: `${RESPONSE}; charset=utf-8`,
  })
})

test('gives Apollo Client the code of a 401', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: issuer.env })
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: gateway.url }) })
  const error = await client.query({ query: gql`{ appStreamTargets { region } }` }).catch((thrown) => thrown)
  expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
  client.stop()
})

test.for(['', ' ', 'identity', 'Identity, identity'])(
  'reads a body with content-encoding "%s"',
  async (encoding) => {
    await using server = await startServer()
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { ...json, 'content-encoding': encoding },
      body: ok,
    })
    expect(await response.json()).toEqual({ data: { hello: 'hello world' } })
  },
)

test('accepts any media type for an empty Accept header', async () => {
  await using server = await startServer()
  const response = await fetch(server.url, { method: 'POST', headers: { ...json, accept: '' }, body: ok })
  expect(await response.json()).toEqual({ data: { hello: 'hello world' } })
})

test.for([
  ['/tools/appstream', '/tools/appstream/graphql'],
  ['/tools/', '/tools/graphql'],
  ['//evil.example', 'graphql'],
  ['https://evil.example', 'graphql'],
] as const)('redirects / behind the prefix %s to %s', async ([prefix, location]) => {
  await using server = await startServer()
  const headers = { 'x-forwarded-prefix': prefix }
  const response = await fetch(new URL('/', server.url), { redirect: 'manual', headers })
  expect(response.headers.get('location')).toBe(location)
})
