import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { fetchGateway } from '../../../examples/shared/fetch-gateway.ts'

const UNREACHABLE = 'The gateway cannot be reached.'

/** Starts a server with one answer. */
async function startServer(status: number, type: string, body: string) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

test('rejects the answer of a proxy that does not reach the gateway', async () => {
  await using proxy = await startServer(502, 'text/plain', 'Bad Gateway')

  await expect(fetchGateway(proxy.url)).rejects.toThrow(UNREACHABLE)
})

test('rejects a failed connection with the same message and its cause', async () => {
  const stopped = await startServer(200, 'text/plain', '')
  await stopped[Symbol.asyncDispose]()

  await expect(fetchGateway(stopped.url)).rejects.toMatchObject({
    message: UNREACHABLE,
    cause: expect.any(TypeError),
  })
})

test('returns the errors of the gateway', async () => {
  await using gateway = await startServer(429, 'application/graphql-response+json', '{"errors":[]}')

  expect(await (await fetchGateway(gateway.url)).json()).toEqual({ errors: [] })
})

test('asks for a token if the gateway rejects the request without one', async () => {
  const body = '{"errors":[{"message":"A bearer token is required."}]}'
  await using gateway = await startServer(401, 'application/graphql-response+json', body)

  await expect(fetchGateway(gateway.url)).rejects.toThrow(
    'Enter a valid access token in the box at the top of the page. A bearer token is required.',
  )
})

test('keeps the error of a request that the client aborts', async () => {
  await using gateway = await startServer(200, 'application/json', '{}')

  await expect(fetchGateway(gateway.url, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  })
})
