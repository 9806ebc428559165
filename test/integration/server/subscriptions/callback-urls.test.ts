import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCallbackRouter, subscribeByCallback } from '../../../support/clients/callback-router.ts'
import { startGateway, type TestGateway } from '../../../support/gateway.ts'

const WATCH = 'subscription { imageBuilderStateChanged { kind } }'

/** Starts a server that must not receive connections. */
async function startBystander() {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

async function refusedWith(response: Response): Promise<unknown> {
  const { errors } = await response.json()
  return { status: response.status, code: errors?.[0]?.extensions.code }
}

describe('SUBSCRIPTION_CALLBACK_URLS', () => {
  const started = new AsyncDisposableStack()
  let allowed: URL
  let bystander: Awaited<ReturnType<typeof startBystander>>
  let gateway: TestGateway
  beforeAll(async () => {
    bystander = started.use(await startBystander())
    // The allowed server listens, too: even its own address in another spelling is rejected.
    allowed = new URL(`http://127.0.0.1:${bystander.port}/callback`)
    gateway = started.use(
      await startGateway({
        env: { SUBSCRIPTION_CALLBACK_URLS: `${allowed},https://router.example.com/hooks/` },
      }),
    )
  })
  afterAll(() => started.disposeAsync())

  const origin = () => allowed.origin
  const port = () => allowed.port
  test.each<[string, () => string]>([
    ['another path', () => `${origin()}/admin`],
    ['the path as prefix of a word', () => `${origin()}/callbacks/one`],
    ['the root', () => origin()],
    ['a path with dot segments', () => `${origin()}/callback/../admin`],
    ['encoded dot segments', () => `${origin()}/callback/%2e%2e/admin`],
    ['half-encoded dot segments', () => `${origin()}/callback/.%2E/admin`],
    ['an escaped slash', () => `${origin()}/callback/..%2fadmin`],
    ['a doubly encoded path', () => `${origin()}/callback/%252e%252e/admin`],
    ['a path parameter', () => `${origin()}/callback/..;/admin`],
    ['a backslash', () => `${origin()}/callback\\..\\admin`],
    ['an empty segment', () => `${origin()}/callback//one`],
    ['a null byte', () => `${origin()}/callback/%00`],
    ['a line break', () => `${origin()}/callback/one\r\nX-Injected: 1`],
    ['a tab in the middle', () => `${origin()}/call\tback/one`],
    ['a leading space', () => ` ${origin()}/callback/one`],
    ['a query', () => `${origin()}/callback/one?to=elsewhere`],
    ['a fragment', () => `${origin()}/callback/one#elsewhere`],
    ['a user', () => `http://user@127.0.0.1:${port()}/callback/one`],
    ['a user and a password', () => `http://user:secret@127.0.0.1:${port()}/callback/one`],
    ['an empty user', () => `http://@127.0.0.1:${port()}/callback/one`],
    ['the allowed host as a user', () => `http://127.0.0.1:${port()}@localhost:${port()}/callback/one`],
    ['the allowed host as prefix', () => `http://127.0.0.1.evil.example:${port()}/callback/one`],
    ['another port', () => `http://127.0.0.1:${Number(port()) === 1024 ? 1025 : 1024}/callback/one`],
    ['the default port', () => 'http://127.0.0.1/callback/one'],
    ['the port as prefix', () => `${origin()}0/callback/one`],
    ['a trailing dot', () => `http://127.0.0.1.:${port()}/callback/one`],
    ['another name of the address', () => `http://localhost:${port()}/callback/one`],
    ['the address as one number', () => `http://2130706433:${port()}/callback/one`],
    ['the address in hexadecimal', () => `http://0x7f000001:${port()}/callback/one`],
    ['the address in octal', () => `http://0177.0.0.1:${port()}/callback/one`],
    ['a shortened address', () => `http://127.1:${port()}/callback/one`],
    ['the unspecified address', () => `http://0.0.0.0:${port()}/callback/one`],
    ['the loopback of IPv6', () => `http://[::1]:${port()}/callback/one`],
    ['the IPv4-mapped address', () => `http://[::ffff:127.0.0.1]:${port()}/callback/one`],
    ['full-width digits', () => `http://１２７.0.0.1:${port()}/callback/one`],
    ['https instead of http', () => `https://127.0.0.1:${port()}/callback/one`],
    ['http instead of https', () => 'http://router.example.com/hooks/one'],
    ['an allowed host, followed by another', () => 'https://router.example.com.evil.example/hooks/one'],
    ['an allowed host with trailing dot', () => 'https://router.example.com./hooks/one'],
    ['an allowed host as subdomain', () => 'https://evil.router.example.com/hooks/one'],
    ['the metadata of a cloud', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a file', () => 'file:///etc/passwd'],
    ['another protocol', () => `ftp://127.0.0.1:${port()}/callback/one`],
    ['a script', () => 'javascript:alert(1)'],
    ['no scheme', () => `//127.0.0.1:${port()}/callback/one`],
    ['a scheme by itself', () => 'http://'],
    ['no URL', () => 'callback'],
    ['nothing', () => ''],
  ])('rejects %s without connecting', async (_what, callbackUrl) => {
    const response = await subscribeByCallback(gateway.url, WATCH, { callbackUrl: callbackUrl() })
    expect(await refusedWith(response)).toEqual({ status: 400, code: 'CALLBACK_NOT_ALLOWED' })
    expect(bystander.connections()).toBe(0)
    expect(gateway.emulator.calls.count()).toBe(0)
  })
})

test('reports callbacks as disabled if no URL is allowed', async () => {
  await using router = await startCallbackRouter()
  await using gateway = await startGateway()
  const response = await subscribeByCallback(gateway.url, WATCH, { callbackUrl: `${router.url}/one` })
  expect(await refusedWith(response)).toEqual({ status: 400, code: 'CALLBACK_NOT_ALLOWED' })
  expect(router.messages).toEqual([])
  expect(gateway.emulator.calls.count()).toBe(0)
})

test.each<[string, unknown, string]>([
  ['no extension', undefined, 'extensions.subscription'],
  ['a string extension', 'callback', 'extensions.subscription'],
  [
    'an empty extension',
    {},
    'extensions.subscription.callbackUrl, extensions.subscription.subscriptionId, extensions.subscription.verifier',
  ],
  [
    'a number as URL',
    { callbackUrl: 1, subscriptionId: 'one', verifier: 'two' },
    'extensions.subscription.callbackUrl',
  ],
  [
    'a negative interval',
    { callbackUrl: 'http://127.0.0.1/', subscriptionId: 'one', verifier: 'two', heartbeatIntervalMs: -1 },
    'extensions.subscription.heartbeatIntervalMs',
  ],
])('rejects %s as a bad request, naming the problem', async (_what, subscription, wrong) => {
  await using gateway = await startGateway({ env: { SUBSCRIPTION_CALLBACK_URLS: 'http://127.0.0.1/' } })
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json;callbackSpec=1.0' },
    body: JSON.stringify({ query: WATCH, extensions: { subscription } }),
  })
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { errors: [{ message: `Missing or invalid: ${wrong}.`, extensions: { code: 'BAD_REQUEST' } }] },
  ])
})
