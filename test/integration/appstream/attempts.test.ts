import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startGateway } from '../../support/gateway.ts'

const QUERY = '{ imageBuilders { totalCount } }'
const noCache = { headers: { 'cache-control': 'no-cache' } }

// How the SDK left to itself goes wrong: it repeats the first three times, and the next two not at all.
test.each([
  ['a used-up quota', 'LimitExceededException', 400, 1, 'UPSTREAM_REJECTED'],
  ['a throttled EC2 behind AppStream', 'RequestLimitExceededException', 400, 3, 'UPSTREAM_THROTTLED'],
  ['a change at the same moment', 'ConcurrentModificationException', 400, 3, 'UPSTREAM_REJECTED'],
  ['throttling', 'ThrottlingException', 400, 3, 'UPSTREAM_THROTTLED'],
  ['a failure within AWS', 'InternalServerException', 500, 3, 'UPSTREAM_UNAVAILABLE'],
  ['an exception that nobody has heard of, of AWS’s own fault', 'NovelFault', 503, 3, 'UPSTREAM_UNAVAILABLE'],
  ['denied access', 'AccessDeniedException', 400, 1, 'UPSTREAM_ACCESS_DENIED'],
  ['wrong credentials', 'UnrecognizedClientException', 400, 1, 'UPSTREAM_CREDENTIALS'],
  ['an exception that nobody has heard of, of ours', 'NovelException', 400, 1, 'UPSTREAM_REJECTED'],
])('%s (%s, %i) is tried %i times, and told as %s', async (_, type, status, attempts, code) => {
  await using gateway = await startGateway()
  gateway.emulator.faults.add({ error: { type, status } })
  const { errors } = await gateway.query(QUERY)
  expect(gateway.emulator.calls.count()).toBe(attempts)
  const retryable = attempts > 1
  expect(errors).toMatchObject([{ path: ['imageBuilders'], extensions: { code, retryable } }])
})

test('UPSTREAM_MAX_ATTEMPTS is how often a call is tried', async () => {
  await using gateway = await startGateway({ env: { UPSTREAM_MAX_ATTEMPTS: '5' } })
  gateway.emulator.faults.add({ error: { type: 'ThrottlingException' }, times: 4 })
  expect(await gateway.read(QUERY)).toEqual({ imageBuilders: { totalCount: 0 } })
  expect(gateway.emulator.calls.count()).toBe(5)
})

test('calls that follow one another go over one connection, of whatever operation', async () => {
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
