import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { Load, LoadResult } from '../../bench/load/load.ts'
import { startLoader } from '../../bench/load/loader.ts'

const EXPECTED = '{"data":{"name":"größe"}}'

/** Request as a server received it. */
interface Received {
  readonly authorization: string | undefined
  readonly body: { readonly query: string; readonly variables?: { readonly before: string } }
}

/** Applies a load to a server and returns its result and the requests received. */
async function apply(
  respond: (response: ServerResponse, number: number) => void,
  requests: Partial<Load['requests']> = {},
  changes: Partial<Load> = {},
): Promise<{ readonly result: LoadResult; readonly received: readonly Received[] }> {
  const received: Received[] = []
  await using server = await listen(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    received.push({ authorization: request.headers.authorization, body: JSON.parse(body) })
    respond(response, received.length)
  })
  await using loader = await startLoader()
  const result = await loader.apply({
    url: server.url,
    connections: 4,
    ms: 100,
    requests: { query: '{a}', varies: 'nothing', headers: [{}], ...requests },
    firstNumber: 7,
    expected: EXPECTED,
    ...changes,
  })
  return { result, received }
}

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Repeats a load during which a pause of the machine left no time for a second request per connection. */
async function applyLong(respond: (response: ServerResponse, number: number) => void) {
  for (let attempt = 1; ; attempt++) {
    const applied = await apply(respond)
    if (applied.result.requests > 4 || attempt === 5) return applied
  }
}

test('counts every request and its latency', async () => {
  const { result, received } = await applyLong((response) => response.end(EXPECTED))

  expect(result.requests).toBe(received.length)
  expect(result.requests).toBeGreaterThan(4)
  expect(result.perSecond).toBeGreaterThan(0)
  expect(result.p99Ms).toBeGreaterThanOrEqual(result.p50Ms)
  expect(new Set(received.map(({ body }) => body.query))).toEqual(new Set(['{a}']))
})

test('accepts chunked responses that arrive in pieces', async () => {
  const bytes = Buffer.from(EXPECTED)
  const { result } = await applyLong((response) => {
    response.write(bytes.subarray(0, 5))
    setImmediate(() => response.end(bytes.subarray(5)))
  })

  expect(result.requests).toBeGreaterThan(4)
})

test('rejects a single wrong answer among right ones', async () => {
  const load = apply((response, number) => response.end(number === 3 ? '{"data":null}' : EXPECTED))

  await expect(load).rejects.toThrow(/answered 200 and \{"data":null\} where 200 and .*größe.* was expected/)
})

test('rejects the expected body with another status', async () => {
  const load = apply((response) => response.writeHead(503).end(EXPECTED))

  await expect(load).rejects.toThrow('answered 503')
})

test('rejects when a server closes a connection before its answer', async () => {
  const load = apply((response) => response.destroy())

  await expect(load).rejects.toThrow(/closed a connection before its answer|ECONNRESET/)
})

test('sends new variables in every request', async () => {
  const { received } = await apply((response) => response.end(EXPECTED), { varies: 'variables' })
  const variables = received.map(({ body }) => body.variables?.before)

  expect(new Set(variables).size).toBe(received.length)
  expect(variables[0]).toMatch(/^20\d\d-.*Z$/)
})

test('sends a new document in every request', async () => {
  const { received } = await apply((response) => response.end(EXPECTED), { varies: 'document' })
  const documents = received.map(({ body }) => body.query)

  expect(new Set(documents).size).toBe(received.length)
  expect(documents).toContain('query Q7{a}')
})

test('sends the headers of all callers in turn', async () => {
  const headers = ['one', 'two', 'three'].map((token) => ({ authorization: `Bearer ${token}` }))
  const { received } = await apply((response) => response.end(EXPECTED), { headers })

  expect(new Set(received.map(({ authorization }) => authorization))).toEqual(
    new Set(headers.map(({ authorization }) => authorization)),
  )
})

test('sends a request per connection even if the duration is zero', async () => {
  const { result } = await apply((response) => response.end(EXPECTED), {}, { ms: 0 })

  expect(result.requests).toBe(4)
})
