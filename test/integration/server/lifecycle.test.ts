import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { closeCodeIn, handshake, openRaw } from '../../support/raw.ts'
import { startServer, type TestServer } from './support.ts'

test('liveness holds from the start; readiness follows the gateway', async () => {
  let ready = false
  await using server = await startServer({ isReady: () => ready })
  const probe = async (path: string) => {
    const response = await fetch(new URL(path, server.url))
    return [response.status, await response.json()]
  }

  expect(await probe('/healthz')).toEqual([200, { status: 'ok' }])
  expect(await probe('/readyz')).toEqual([503, { status: 'starting' }])
  ready = true
  expect(await probe('/readyz')).toEqual([200, { status: 'ready' }])
})

test('a taken port is said, and the variable that changes it', async () => {
  await using first = await startServer()
  const port = Number(new URL(first.url).port)

  await expect(startServer({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use: set PORT`)
})

test('an IPv6 host is bracketed in the URL', async () => {
  await using server = await startServer({ host: '::1' })

  expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+\/graphql$/)
  expect((await server.query('{ hello }')).status).toBe(200)
})

test('stop waits for the request in flight, whose connection then ends', async () => {
  await using server = await startServer()
  const answer = server.query('{ gated }')
  await server.gate.reached
  let stopped = false
  const stopping = server.stop().then(() => {
    stopped = true
  })
  const again = server.stop()

  await expect(fetch(server.url)).rejects.toThrow()
  expect(stopped).toBe(false)
  server.gate.open()
  const response = await answer
  expect(response.headers.get('connection')).toBe('close')
  expect(await response.json()).toEqual({ data: { gated: 'passed' } })
  await Promise.all([stopping, again])
})

test('while draining, a request on an open connection gets 503 and when to retry', async () => {
  await using server = await startServer()
  const [graphql, readiness] = [await openConnection(server), await openConnection(server)]
  graphql.write('GET /graphql HTTP/1.1\r\nHost: localhost\r\n')
  readiness.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n')
  // An answer on a later connection shows that these have been read.
  await (await fetch(new URL('/healthz', server.url))).text()
  const stopping = server.stop()
  graphql.write('\r\n')
  readiness.write('\r\n')

  const answer = await text(graphql)
  expect(answer).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 1\r\n/is)
  expect(answer).toContain('SHUTTING_DOWN')
  expect(await text(readiness)).toMatch(/^HTTP\/1\.1 503 .*"draining"/s)
  await stopping
})

test('connections that say nothing do not hold the stop up', async () => {
  await using server = await startServer({ shutdownGraceMs: 60_000 })
  const silent = await openConnection(server)
  await (await server.query('{ hello }')).text()
  await server.stop()

  if (!silent.destroyed) await once(silent, 'close')
})

test('a request that outlasts the grace period is cut', async () => {
  await using server = await startServer({ shutdownGraceMs: 50 })
  const answer = server.query('{ gated }')
  const cut = expect(answer).rejects.toThrow()
  await server.gate.reached
  await server.stop()
  await cut

  expect(server.logs).toContainEqual(expect.objectContaining({ msg: 'request', aborted: true }))
})

test('a WebSocket that does not answer its closing is cut when the grace is over', async () => {
  await using server = await startServer({ shutdownGraceMs: 50, timeouts: { closingMs: 600_000 } })
  const { socket, closed } = await openRaw(server.url)
  socket.write(handshake())
  await once(socket, 'data')
  await server.stop()

  expect(closeCodeIn(await closed)).toBe(1001)
})

async function openConnection(server: TestServer): Promise<Socket> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}
