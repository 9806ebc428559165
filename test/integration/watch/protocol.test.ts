import { once } from 'node:events'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../support/gateway.ts'
import { untilIdle } from '../../support/idle.ts'

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
  // It may be closed as soon as it is open.
  const closed = once(socket, 'close')
  await once(socket, 'open')
  return {
    socket,
    received,
    send: (message: Message) => socket.send(JSON.stringify(message)),
    async closeCode(): Promise<unknown> {
      return (await closed)[0]
    },
    /** The next message of this type; those before it are passed over. */
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
  ['two initialisations', INIT, 4429],
  ['two operations of one id', SUBSCRIBE, 4409],
  ['a message of an unknown type', '{"type":"hello"}', 4400],
  ['an operation that is no object', '{"id":"1","type":"subscribe","payload":"{a}"}', 4400],
])('%s: the connection is closed with the code of the protocol', async (_what, text, code) => {
  await using gateway = await startGateway()
  const { socket, message, closeCode } = await connect(gateway.url)
  socket.send(INIT)
  await message('connection_ack')
  // Where the first is no mistake yet, the second is.
  for (let times = 0; times < 2; times++) socket.send(text)
  expect(await closeCode()).toBe(code)
})

test('a connection that is not initialised within 3 s is closed with 4408', async () => {
  await using gateway = await startGateway()
  const { closeCode } = await connect(gateway.url)
  expect(await closeCode()).toBe(4408)
})

test('a client that does not ask for the protocol is closed with 4406', async () => {
  await using gateway = await startGateway()
  const { closeCode } = await connect(gateway.url, [])
  expect(await closeCode()).toBe(4406)
})

test('a message larger than an operation may be closes the connection with 1009', async () => {
  await using gateway = await startGateway()
  const { socket, closeCode } = await connect(gateway.url)
  socket.send('x'.repeat(300_000))
  expect(await closeCode()).toBe(1009)
})

test('a stop closes a WebSocket with 1001, without completing its subscriptions', async () => {
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

test('a stop answers the mutation in flight before it closes the WebSocket', async () => {
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
  // Another gateway answers it: an error would be final to the client.
  subscribe('late', '{ __typename }')
  expect(await closeCode()).toBe(1001)
  expect(received.filter(({ type }) => type === 'complete')).toEqual([{ id: 'mutation', type: 'complete' }])
  expect(received.filter(({ id }) => id === 'late')).toEqual([])
  await stopped
})

test('a connection is pinged, and cut when it answers no ping: its subscriptions are let go', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: { KEEP_ALIVE_INTERVAL_MS: '1000' } })
  const lively = await connect(gateway.url)
  const dead = await connect(gateway.url, PROTOCOL, { autoPong: false })
  for (const { socket, message } of [lively, dead]) {
    socket.send(INIT)
    await message('connection_ack')
  }
  dead.socket.send(SUBSCRIBE)
  await gateway.emulator.calls.waitFor(1)
  // Cut without a word, as a peer that is gone would not hear it.
  expect(await dead.closeCode()).toBe(1006)
  await once(lively.socket, 'ping')
  expect(lively.socket.readyState).toBe(WebSocket.OPEN)
  await untilIdle(time)
  lively.socket.terminate()
})

test('a connection serves on when one operation is left, another fails, and a third is complete', async () => {
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
