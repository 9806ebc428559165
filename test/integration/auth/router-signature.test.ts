import { createHmac } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startGateway } from '../../support/gateway.ts'
import { startIssuer } from '../../support/issuer.ts'

const SECRET = 'a-secret-of-the-router-and-the-gateway'
const query = 'query ($name: String!) { imageBuilder(name: $name) { name } }'
const variables = { name: 'builder' }

/** What Hive Gateway signs: the query and its variables, as JSON with sorted keys. */
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

test('an operation that the router signed is run, whatever the order of its variables', async () => {
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
  ['an empty one', signed('')],
  ['one of another secret', signed(sign(JSON.stringify({ query, variables }), 'b'.repeat(32)))],
  ['one of another operation', { ...signed(RIGHT), query: '{ imageBuilders { totalCount } }' }],
  ['one of other variables', { ...signed(RIGHT), variables: { name: 'other' } }],
  ['one that is no text', { ...signed(RIGHT), extensions: { 'hmac-signature': { length: 32 } } }],
] as const)('an operation with %s is 401', async ([, body]) => {
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: SECRET } })
  const answer = await post(gateway.url, body)
  expect(answer.status).toBe(401)
  expect(answer.body).toMatchObject({ errors: [{ extensions: { code: 'ROUTER_SIGNATURE_INVALID' } }] })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('over a WebSocket each operation is signed for itself', async () => {
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

test('where tokens are needed as well, a signature alone lets nobody in, nor does a token', async () => {
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
    'variables in one another',
    `{"query":"{ __typename }","variables":{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`,
    400,
    'NESTING_TOO_DEEP',
  ],
  [
    'brackets for a query',
    `{"query":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
    401,
    'ROUTER_SIGNATURE_INVALID',
  ],
  [
    'the name of a query in place of one',
    { documentId: 'abc', extensions: { 'hmac-signature': sign('{}') } },
    401,
    'ROUTER_SIGNATURE_INVALID',
  ],
] as const)('%s is no 500', async ([, body, status, code]) => {
  await using gateway = await startGateway({ env: { ROUTER_HMAC_SECRET: SECRET } })
  expect(await post(gateway.url, body)).toMatchObject({
    status,
    body: { errors: [{ extensions: { code } }] },
  })
})
