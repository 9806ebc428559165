import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'

const QUERY = '{ imageBuilders { totalCount } }'
const noCache = { headers: { 'cache-control': 'no-cache' } }

// Errors that the SDK mishandles by default: it retries the first three and does not retry the next two.
test.each([
  ['an exhausted quota', 'LimitExceededException', 400, 1, 'UPSTREAM_REJECTED'],
  ['EC2 throttling', 'RequestLimitExceededException', 400, 3, 'UPSTREAM_THROTTLED'],
  ['a concurrent change', 'ConcurrentModificationException', 400, 3, 'UPSTREAM_REJECTED'],
  ['throttling', 'ThrottlingException', 400, 3, 'UPSTREAM_THROTTLED'],
  ['an internal failure', 'InternalServerException', 500, 3, 'UPSTREAM_UNAVAILABLE'],
  ['an unknown server exception', 'NovelFault', 503, 3, 'UPSTREAM_UNAVAILABLE'],
  ['denied access', 'AccessDeniedException', 400, 1, 'UPSTREAM_ACCESS_DENIED'],
  ['wrong credentials', 'UnrecognizedClientException', 400, 1, 'UPSTREAM_CREDENTIALS'],
  ['an unknown client exception', 'NovelException', 400, 1, 'UPSTREAM_REJECTED'],
])('tries %s (%s, %i) %i times, then reports %s', async (_, type, status, attempts, code) => {
  await using gateway = await startGateway()
  gateway.emulator.faults.add({ error: { type, status } })
  const { errors } = await gateway.query(QUERY)
  expect(gateway.emulator.calls.count()).toBe(attempts)
  const retryable = attempts > 1
  expect(errors).toMatchObject([{ path: ['imageBuilders'], extensions: { code, retryable } }])
})

test('limits attempts to UPSTREAM_MAX_ATTEMPTS', async () => {
  await using gateway = await startGateway({ env: { UPSTREAM_MAX_ATTEMPTS: '5' } })
  gateway.emulator.faults.add({ error: { type: 'ThrottlingException' }, times: 4 })
  expect(await gateway.read(QUERY)).toEqual({ imageBuilders: { totalCount: 0 } })
  expect(gateway.emulator.calls.count()).toBe(5)
})

test('reuses one connection for consecutive calls of any operation', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'image' })
  const opened: (number | undefined)[] = []
  const note = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket }
    socket.once('connect', () => opened.push(socket.remotePort))
  }
  subscribe('net.client.socket', note)
  for (let round = 0; round < 10; round++) {
    await gateway.read(QUERY, noCache)
    await gateway.read('{ image(name: "image") { tags { key } } }', noCache)
  }
  unsubscribe('net.client.socket', note)
  expect(gateway.emulator.calls.count()).toBe(30)
  const port = Number(new URL(gateway.emulator.url).port)
  expect(opened.filter((remotePort) => remotePort === port)).toHaveLength(1)
})
