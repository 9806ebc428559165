import { once } from 'node:events'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { untilIdle } from '../../../support/until-idle.ts'

const PROTOCOL = 'graphql-transport-ws'
const INIT = '{"type":"connection_init"}'
const SUBSCRIBE = JSON.stringify({
  id: '1',
  type: 'subscribe',
  payload: { query: 'subscription { imageBuilderStateChanged { kind } }' },
})

interface Message {
  readonly id?: string
  readonly type: string
  readonly payload?: unknown
}

/** Opens a WebSocket to the gateway. */
async function connect(
  url: string,
  protocols: string | string[] = PROTOCOL,
  options: WebSocket.ClientOptions = {},
) {
  const socket = new WebSocket(url.replace('http', 'ws'), protocols, options)
  const received: Message[] = []
  socket.on('message', (data) => received.push(JSON.parse(String(data))))
  // Listens first: it may close as soon as it is open.
  const closed = once(socket, 'close')
  await once(socket, 'open')
  return {
    socket,
    received,
    send: (message: Message) => socket.send(JSON.stringify(message)),
    async closeCode(): Promise<unknown> {
      return (await closed)[0]
    },
    /** Resolves with the next message of this type and skips those before it. */
    async message(type: string): Promise<Message | undefined> {
      for (;;) {
        const index = received.findIndex((message) => message.type === type)
        if (index >= 0) return received.splice(0, index + 1).at(-1)
        await once(socket, 'message')
      }
    },
  }
}

test.each([
  ['two initializations', INIT, 4429],
  ['two operations with one id', SUBSCRIBE, 4409],
  ['a message of unknown type', '{"type":"hello"}', 4400],
  ['a non-object operation', '{"id":"1","type":"subscribe","payload":"{a}"}', 4400],
])('closes an initialized connection with its protocol code on %s', async (_what, text, code) => {
  await using gateway = await startGateway()
  const { socket, message, closeCode } = await connect(gateway.url)
  socket.send(INIT)
  await message('connection_ack')
  // Sends it twice: some messages are a mistake only the second time.
  for (let times = 0; times < 2; times++) socket.send(text)
  expect(await closeCode()).toBe(code)
})

test.each([
  ['malformed data', 'garbage', 4400],
  ['a message without type', '{}', 4400],
  ['an operation', SUBSCRIBE, 4401],
])('closes an uninitialized connection with its protocol code on %s', async (_what, text, code) => {
  await using gateway = await startGateway()
  const { socket, closeCode } = await connect(gateway.url)
  socket.send(text)
  expect(await closeCode()).toBe(code)
})

test('closes a connection without initialization after 3 s with 4408', async () => {
  await using gateway = await startGateway()
  const { closeCode } = await connect(gateway.url)
  expect(await closeCode()).toBe(4408)
})

test('closes a client without the subprotocol with 4406', async () => {
  await using gateway = await startGateway()
  const { closeCode } = await connect(gateway.url, [])
  expect(await closeCode()).toBe(4406)
})

test('closes on a message larger than an operation with 1009', async () => {
  await using gateway = await startGateway()
  const { socket, closeCode } = await connect(gateway.url)
  socket.send('x'.repeat(300_000))
  expect(await closeCode()).toBe(1009)
})

test('closes a WebSocket on stop with 1001, without completing its subscriptions', async () => {
  const gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder' })
  const { socket, received, message, closeCode } = await connect(gateway.url)
  socket.send(INIT)
  await message('connection_ack')
  socket.send(SUBSCRIBE)
  await gateway.emulator.calls.waitFor(1)
  await gateway[Symbol.asyncDispose]()
  expect(await closeCode()).toBe(1001)
  expect(received).toEqual([])
})

test('answers the mutation in flight before closing the WebSocket on stop', async () => {
  const gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  gateway.emulator.faults.add({ operation: 'StartImageBuilder', latencyMs: 300 })
  const { socket, received, send, message, closeCode } = await connect(gateway.url)
  const subscribe = (id: string, query: string) => send({ id, type: 'subscribe', payload: { query } })
  socket.send(INIT)
  await message('connection_ack')
  subscribe('stream', 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }')
  await message('next')
  subscribe('mutation', 'mutation { startImageBuilder(input: { name: "builder" }) { __typename } }')
  await gateway.emulator.calls.waitFor(1, 'StartImageBuilder')
  const stopped = gateway[Symbol.asyncDispose]()
  // Left for another gateway to answer: an error would be final for the client.
  subscribe('late', '{ __typename }')
  expect(await closeCode()).toBe(1001)
  expect(received.filter(({ type }) => type === 'complete')).toEqual([{ id: 'mutation', type: 'complete' }])
  expect(received.filter(({ id }) => id === 'late')).toEqual([])
  await stopped
})

test('closes a connection and its subscriptions without a pong', async () => {
  const time = createTestTime()
  // Pings run in real time: the lively client answers within the interval, even after a pause of two seconds.
  await using gateway = await startGateway({ ...time, env: { KEEP_ALIVE_INTERVAL_MS: '2500' } })
  const lively = await connect(gateway.url)
  const dead = await connect(gateway.url, PROTOCOL, { autoPong: false })
  for (const { socket, message } of [lively, dead]) {
    socket.send(INIT)
    await message('connection_ack')
  }
  dead.socket.send(SUBSCRIBE)
  await gateway.emulator.calls.waitFor(1)
  // Terminated without a close frame, which a dead peer would not receive.
  expect(await dead.closeCode()).toBe(1006)
  await once(lively.socket, 'ping')
  expect(lively.socket.readyState).toBe(WebSocket.OPEN)
  await untilIdle(time)
  lively.socket.terminate()
})

test('keeps a connection when operations are cancelled, fail or complete', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  const { socket, send, message } = await connect(gateway.url)
  const subscribe = (id: string, query: string) => send({ id, type: 'subscribe', payload: { query } })
  socket.send(INIT)
  await message('connection_ack')
  subscribe('left', 'subscription { imageBuilderStateChanged(snapshot: true) { kind } }')
  await message('next')
  send({ id: 'left', type: 'complete' })
  subscribe('wrong', 'subscription { imageBuilderStateChanged(after: "nonsense") { kind } }')
  expect(await message('complete')).toMatchObject({ id: 'wrong' })
  subscribe('invalid', 'subscription { nonsense }')
  expect(await message('error')).toMatchObject({
    id: 'invalid',
    payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
  subscribe('query', '{ imageBuilder(name: "builder") { state } }')
  expect(await message('complete')).toMatchObject({ id: 'query' })
  // An id is free again once its operation is over.
  subscribe('left', 'subscription { imageBuilderStateChanged(snapshot: true) { state } }')
  expect(await message('next')).toMatchObject({
    id: 'left',
    payload: { data: { imageBuilderStateChanged: { state: 'STOPPED' } } },
  })
  socket.terminate()
})
