import { expect, test } from 'vitest'
import { bodyOf, startServer } from './support.ts'

const json = { 'content-type': 'application/json' }
const graphqlResponse = { ...json, accept: 'application/graphql-response+json' }
const post = (body: unknown, headers: Record<string, string> = graphqlResponse): RequestInit => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const variables = { query: 'query ($name: String!) { hello(name: $name) }', variables: { name: 3 } }
const explicitNull = {
  query: 'query ($name: String = "x") { hello(name: $name) }',
  variables: { name: null },
}

test.for<[title: string, init: RequestInit, status: number, code: string | undefined, search?: string]>([
  ['a query', post({ query: '{ hello }' }), 200, undefined],
  ['a query by GET', {}, 200, undefined, '?query={hello}'],
  ['a mutation', post({ query: 'mutation { change }' }), 200, undefined],
  ['a syntax error', post({ query: '{' }), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a syntax error, for application/json', post({ query: '{' }, json), 200, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', post({ query: '{ no }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'an unknown field, for application/json',
    post({ query: '{ no }' }, json),
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a mistyped variable', post(variables), 400, 'BAD_USER_INPUT'],
  ['a mistyped variable, for application/json', post(variables, json), 200, 'BAD_USER_INPUT'],
  ['a null found during execution', post(explicitNull), 200, 'BAD_USER_INPUT'],
  ['malformed variables by GET', {}, 400, 'BAD_REQUEST', '?query={hello}&variables={'],
  ['a body that is not JSON', post('{'), 400, 'BAD_REQUEST'],
  ['a body without a query', post({}), 400, 'BAD_REQUEST'],
  ['a batch', post([{ query: '{ hello }' }]), 400, 'BATCHING_NOT_SUPPORTED'],
  [
    'an unknown operation name',
    post({ query: '{ hello }', operationName: 'X' }),
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['a mutation by GET', {}, 405, 'BAD_REQUEST', '?query=mutation{change}'],
  ['an unsupported method', { method: 'PUT' }, 405, 'BAD_REQUEST'],
  [
    'a form',
    { method: 'POST', body: new URLSearchParams({ query: '{hello}' }) },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['plain text', post('{ hello }', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['a field that throws', post({ query: '{ broken }' }), 200, 'INTERNAL_SERVER_ERROR'],
  ['a non-null root field that throws', post({ query: '{ brokenNonNull }' }), 200, 'INTERNAL_SERVER_ERROR'],
])('answers %s as GraphQL over HTTP specifies', async ([, init, status, code, search = '']) => {
  await using server = await startServer()
  const response = await fetch(server.url + search, init)
  const body = await bodyOf(response)

  expect(body.errors?.[0]?.extensions['code'], JSON.stringify(body)).toBe(code)
  expect(response.status).toBe(status)
})

test('does not execute for a client that accepts no response type', async () => {
  await using server = await startServer()
  const response = await fetch(server.url, post({ query: '{ hello }' }, { ...json, accept: 'image/png' }))

  expect(response.status).toBe(406)
  expect(server.contexts).toEqual([])
})

test('redirects / to the endpoint and names it on other paths', async () => {
  await using server = await startServer()
  const missing = await fetch(new URL('/api', server.url))
  const root = await fetch(new URL('/', server.url), { redirect: 'manual' })

  expect(missing.status).toBe(404)
  expect((await bodyOf(missing)).errors?.[0]?.message).toContain('/graphql')
  expect([root.status, root.headers.get('location')]).toEqual([302, 'graphql'])
})

test('gives every response a request id, using a valid proposed one', async () => {
  await using server = await startServer()
  const idFor = async (proposed: string) =>
    (await server.query('{ hello }', { headers: { 'x-request-id': proposed } })).headers.get('x-request-id')

  expect(await idFor('trace:1.2-3_4')).toBe('trace:1.2-3_4')
  expect(await idFor('a b')).toMatch(/^[0-9a-f-]{36}$/)
  expect(await idFor('x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/)
})

test('forbids sniffing of responses and sends no referrer', async () => {
  await using server = await startServer()
  const { headers } = await server.query('{ hello }')

  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('vary')).toBe('accept')
  expect(headers.get('access-control-allow-origin')).toBeNull()
})

test('accepts no-cache by header or by extension', async () => {
  await using server = await startServer()
  await server.query('{ hello }')
  await server.query('{ hello }', { headers: { 'cache-control': 'max-age=0, No-Cache' } })
  await server.query('{ hello }', { headers: { 'cache-control': 'x-no-cache' } })
  await server.query('{ hello }', { extensions: { cacheControl: 'no-cache' } })

  expect(server.contexts.map(({ noCache }) => noCache)).toEqual([false, true, false, true])
})

test('returns what the context reports in extensions', async () => {
  await using server = await startServer()
  const told = await bodyOf(await server.query('{ hello }', { extensions: { cacheControl: 'no-cache' } }))
  const silent = await bodyOf(await server.query('{ hello }'))

  expect(told.extensions).toEqual({ fresh: true })
  expect(silent).toEqual({ data: { hello: 'hello world' } })
})
