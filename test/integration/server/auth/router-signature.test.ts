import { createHmac } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'

const SECRET = 'a-secret-of-the-router-and-the-gateway'
const query = 'query ($name: String!) { imageBuilder(name: $name) { name } }'
const variables = { name: 'builder' }

/** Signs like Hive Gateway: the query and its variables, as JSON with sorted keys. */
const sign = (text: string, secret = SECRET) => createHmac('sha256', secret).update(text).digest('base64')
const signed = (signature: string | undefined) => ({
  query,
  variables,
  ...(signature !== undefined && { extensions: { 'hmac-signature': signature } }),
})
const RIGHT = sign(JSON.stringify({ query, variables }))

async function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

test('accepts an operation signed by the router with variables in any order', async () => {
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: SECRET } })
  gateway.home.putImageBuilder({ Name: 'builder' })
  expect(await post(gateway.url, signed(RIGHT))).toEqual({
    status: 200,
    body: { data: { imageBuilder: { name: 'builder' } } },
  })
  const two = { query: '{ __typename }', variables: { b: 1, a: [{ d: 1, c: 2 }] } }
  const signature = sign('{"query":"{ __typename }","variables":{"a":[{"c":2,"d":1}],"b":1}}')
  expect((await post(gateway.url, { ...two, extensions: { 'hmac-signature': signature } })).status).toBe(200)
})

test.for([
  ['no signature', signed(undefined)],
  ['an empty signature', signed('')],
  ['a signature with another secret', signed(sign(JSON.stringify({ query, variables }), 'b'.repeat(32)))],
  ['the signature of another operation', { ...signed(RIGHT), query: '{ imageBuilders { totalCount } }' }],
  ['the signature of other variables', { ...signed(RIGHT), variables: { name: 'other' } }],
  ['a non-string signature', { ...signed(RIGHT), extensions: { 'hmac-signature': { length: 32 } } }],
] as const)('rejects an operation with %s with 401', async ([, body]) => {
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: SECRET } })
  const answer = await post(gateway.url, body)
  expect(answer.status).toBe(401)
  expect(answer.body).toMatchObject({ errors: [{ extensions: { code: 'ROUTER_SIGNATURE_INVALID' } }] })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('verifies the signature of each operation over a WebSocket', async () => {
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: SECRET } })
  gateway.home.putImageBuilder({ Name: 'builder' })
  const client = createClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  })
  expect((await client.iterate(signed(RIGHT)).next()).value).toEqual({
    data: { imageBuilder: { name: 'builder' } },
  })
  await expect(client.iterate(signed(undefined)).next()).rejects.toMatchObject([
    { extensions: { code: 'ROUTER_SIGNATURE_INVALID' } },
  ])
  await client.dispose()
})

test('requires both signature and token if both are configured', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: { ...issuer.env, ROUTER_HMAC_SECRET: SECRET } })
  const headers = await issuer.headers()
  expect((await post(gateway.url, signed(RIGHT))).body).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
  expect((await post(gateway.url, signed(undefined), headers)).body).toMatchObject({
    errors: [{ extensions: { code: 'ROUTER_SIGNATURE_INVALID' } }],
  })
  expect((await post(gateway.url, signed(RIGHT), headers)).status).toBe(200)
})

test.for([
  [
    'nested variables',
    `{"query":"{ __typename }","variables":{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`,
    400,
    'NESTING_TOO_DEEP',
  ],
  [
    'brackets as query',
    `{"query":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
    401,
    'ROUTER_SIGNATURE_INVALID',
  ],
  [
    'an operation name as query',
    { documentId: 'abc', extensions: { 'hmac-signature': sign('{}') } },
    401,
    'ROUTER_SIGNATURE_INVALID',
  ],
] as const)('does not answer %s with 500', async ([, body, status, code]) => {
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: SECRET } })
  expect(await post(gateway.url, body)).toMatchObject({
    status,
    body: { errors: [{ extensions: { code } }] },
  })
})
