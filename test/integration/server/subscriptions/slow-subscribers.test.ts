import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../../support/gateway.ts'

const QUERY =
  'subscription { imageBuilderStateChanged(snapshot: true) { kind state imageBuilder { description } } }'
/** Together far more than the socket buffers of a loopback connection. */
const CHANGES = 120
const DESCRIPTION = 'x'.repeat(256 * 1024)

interface ReceivedEvent {
  readonly kind: string
  readonly state: string | null
}

/** Client connection that can stop reading. */
interface Connection extends Disposable {
  readonly events: readonly ReceivedEvent[]
  pause(): void
  resume(): void
  /** Resolves once that many events of this kind have arrived. */
  received(kind: string, count: number): Promise<void>
}

function createEvents() {
  const events: ReceivedEvent[] = []
  let notice = () => {}
  return {
    events,
    add({ kind, state }: ReceivedEvent) {
      events.push({ kind, state })
      notice()
    },
    async received(kind: string, count: number): Promise<void> {
      while (events.filter((event) => event.kind === kind).length < count) {
        const { promise, resolve } = Promise.withResolvers<void>()
        notice = resolve
        await promise
      }
    },
  }
}

async function connectWebSocket(url: string): Promise<Connection> {
  const { events, add, received } = createEvents()
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data))
    if (type === 'connection_ack') {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }))
    } else if (type === 'next') add(payload.data.imageBuilderStateChanged)
  })
  await once(socket, 'open')
  socket.send('{"type":"connection_init"}')
  return {
    events,
    received,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    [Symbol.dispose]: () => socket.terminate(),
  }
}

async function connectServerSentEvents(url: string): Promise<Connection> {
  const { events, add, received } = createEvents()
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  const request = httpRequest(url, { method: 'POST', headers })
  request.end(JSON.stringify({ query: QUERY }))
  const [response]: IncomingMessage[] = await once(request, 'response')
  let text = ''
  response?.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (text + chunk).split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1]
      if (data) add(JSON.parse(data).data.imageBuilderStateChanged)
    }
  })
  return {
    events,
    received,
    pause: () => response?.pause(),
    resume: () => response?.resume(),
    [Symbol.dispose]: () => request.destroy(),
  }
}

test.each([
  ['a WebSocket', connectWebSocket],
  ['server-sent events', connectServerSentEvents],
])("bounds a slow reader's queue over %s, then sends RESET", async (_what, connect) => {
  const time = createTestTime()
  await using gateway = await startGateway({
    ...time,
    env: {
      WATCH_QUEUE_MAX_EVENTS: '5',
      WATCH_BOOKMARK_INTERVAL_MS: '86400000',
      KEEP_ALIVE_INTERVAL_MS: '600000',
    },
  })
  const { home } = gateway
  home.putImageBuilder({ Name: 'builder', State: 'PENDING', Description: DESCRIPTION })
  using slow = await connect(gateway.url)
  using quick = await connect(gateway.url)
  await Promise.all([slow, quick].map((connection) => connection.received('SYNCED', 1)))
  slow.pause()
  for (let change = 1; change <= CHANGES; change++) {
    home.change('image-builder', 'builder', { State: change % 2 === 0 ? 'PENDING' : 'REBOOTING' })
    time.advance(2_000)
    // A reading subscriber receives each event, whatever the slow one does.
    await quick.received('STATE_CHANGED', change)
  }
  slow.resume()
  await slow.received('SYNCED', 2)
  expect(slow.events.filter(({ kind }) => kind === 'STATE_CHANGED').length).toBeLessThan(CHANGES)
  expect(slow.events.slice(-3)).toMatchObject([
    { kind: 'RESET' },
    { kind: 'SNAPSHOT', state: 'PENDING' },
    { kind: 'SYNCED' },
  ])
  // Events continue from here.
  home.change('image-builder', 'builder', { State: 'RUNNING' })
  time.advance(2_000)
  await slow.received('STATE_CHANGED', slow.events.filter(({ kind }) => kind === 'STATE_CHANGED').length + 1)
  expect(slow.events.at(-1)).toMatchObject({ kind: 'STATE_CHANGED', state: 'RUNNING' })
})
