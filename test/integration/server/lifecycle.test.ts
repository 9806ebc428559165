import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { SharedStatus } from '../../../src/shared/shared.ts'
import { closeCodeIn, handshake, openRaw } from '../../support/clients/raw-connection.ts'
import { startServer, type TestServer } from './support.ts'

test('is live from the start, and ready when the gateway is', async () => {
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

test('reports the status of shared state without affecting the readiness', async () => {
  let sharedStatus: SharedStatus = 'alone'
  await using server = await startServer({ sharedStatus: () => sharedStatus })
  const probe = async () => {
    const response = await fetch(new URL('/readyz', server.url))
    return [response.status, await response.json()]
  }

  expect(await probe()).toEqual([200, { status: 'ready' }])
  for (const shared of ['member', 'lost', 'degraded'] as const) {
    sharedStatus = shared
    expect(await probe()).toEqual([200, { status: 'ready', shared }])
  }
})

test('names the variable for a taken port', async () => {
  await using first = await startServer()
  const port = Number(new URL(first.url).port)

  await expect(startServer({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use: set PORT`)
})

test('brackets an IPv6 host in the URL', async () => {
  await using server = await startServer({ host: '::1' })

  expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+\/graphql$/)
  expect((await server.query('{ hello }')).status).toBe(200)
})

test('waits for the request in flight on stop, then closes its connection', async () => {
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

test('answers requests on open connections with 503 while draining', async () => {
  await using server = await startServer()
  const [graphql, readiness] = [await openConnection(server), await openConnection(server)]
  graphql.write('GET /graphql HTTP/1.1\r\nHost: localhost\r\n')
  readiness.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n')
  // A response on a later connection shows that the server has read these.
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

test('does not wait for idle connections on stop', async () => {
  await using server = await startServer({ shutdownGraceMs: 60_000 })
  const silent = await openConnection(server)
  await (await server.query('{ hello }')).text()
  await server.stop()

  if (!silent.destroyed) await once(silent, 'close')
})

test('cuts a request that outlasts the grace period', async () => {
  await using server = await startServer({ shutdownGraceMs: 50 })
  const answer = server.query('{ gated }')
  const cut = expect(answer).rejects.toThrow()
  await server.gate.reached
  await server.stop()
  await cut

  expect(server.logs).toContainEqual(expect.objectContaining({ msg: 'request', aborted: true }))
})

test('cuts a WebSocket that ignores its closing after the grace period', async () => {
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
