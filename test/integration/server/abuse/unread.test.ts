import { once } from 'node:events'
import { expect, test } from 'vitest'
import { frame, handshake, openRaw, PING, post, TEXT } from '../../../support/clients/raw-connection.ts'
import { createTestTime, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { scrape } from '../../../support/metrics.ts'

const MAX_QUEUED = 10
const DESCRIPTION = 'x'.repeat(256 * 1024)
const SUBSCRIPTION = JSON.stringify({
  query: 'subscription { imageBuilderStateChanged { kind imageBuilder { description } } }',
})

async function total(gateway: TestGateway, name: string): Promise<number> {
  return (await scrape(gateway.url, name)).reduce((sum, { value }) => sum + value, 0)
}

/** Opens a WebSocket and initialises it. */
async function openWebSocket(url: string) {
  const raw = await openRaw(url)
  raw.socket.write(Buffer.concat([Buffer.from(handshake()), frame(TEXT, '{"type":"connection_init"}')]))
  while (!String((await once(raw.socket, 'data'))[0]).includes('connection_ack')) {}
  return raw
}

const transports = {
  async websocket(url: string) {
    const { socket, closed } = await openWebSocket(url)
    socket.write(frame(TEXT, `{"id":"1","type":"subscribe","payload":${SUBSCRIPTION}}`))
    return { socket, closed }
  },
  async 'server-sent events'(url: string) {
    const { socket, closed } = await openRaw(url)
    socket.write(post(SUBSCRIPTION, ['Accept: text/event-stream']))
    return { socket, closed }
  },
}

test.each(Object.entries(transports))(
  'bounds an unread queue over %s, then catches up',
  async (_name, subscribe) => {
    const time = createTestTime()
    const env = { WATCH_QUEUE_MAX_EVENTS: String(MAX_QUEUED), KEEP_ALIVE_INTERVAL_MS: '600000' }
    await using gateway = await startGateway({ ...time, env })
    const { home } = gateway
    home.putImageBuilder({ Name: 'builder', State: 'RUNNING', Description: DESCRIPTION })
    const { socket } = await subscribe(gateway.url)
    await expect.poll(() => total(gateway, 'subscribers'), { timeout: 30_000 }).toBe(1)
    // The first poll has ended once it has set the timer for the next.
    await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(15_000)
    socket.pause()

    // Sends several times what the buffers of both ends of the connection hold.
    const queued: number[] = []
    for (let change = 0; change < 120; change++) {
      home.change('image-builder', 'builder', { State: change % 2 === 0 ? 'STOPPED' : 'RUNNING' })
      const polled = time.nextTimer()
      time.advance(15_000)
      await polled
      queued.push(await total(gateway, 'subscriber_queued_events'))
    }
    // A bookmark follows every fourth change: the queue may go from just below its bound to overflow.
    expect([MAX_QUEUED - 1, MAX_QUEUED]).toContain(Math.max(...queued))
    expect(queued.at(-1)).toBe(0)

    const caughtUp = new Promise<void>((resolve) => {
      let tail = ''
      socket.on('data', (chunk) => {
        tail = (tail + chunk.toString('latin1')).slice(-1_000)
        if (/"kind":"SYNCED"/.test(tail)) resolve()
      })
    })
    socket.resume()
    await caughtUp
    socket.destroy()
    await expect.poll(() => total(gateway, 'subscribers'), { timeout: 30_000 }).toBe(0)
  },
)

test('closes a WebSocket and its subscriptions without a pong', async () => {
  await using gateway = await startGateway({ env: { KEEP_ALIVE_INTERVAL_MS: '1000' } })
  const { closed } = await transports.websocket(gateway.url)
  await expect.poll(() => total(gateway, 'subscribers'), { timeout: 30_000 }).toBe(1)
  await closed

  await expect.poll(() => total(gateway, 'subscribers'), { timeout: 30_000 }).toBe(0)
  expect(await total(gateway, 'websockets')).toBe(0)
})

/** Several times the buffers of a connection. */
const SENT_BYTES = 100_000_000

const FLOODS: readonly [title: string, chunk: Buffer][] = [
  ['protocol pings', frame(TEXT, JSON.stringify({ type: 'ping', payload: { a: 'x'.repeat(100_000) } }))],
  ['WebSocket pings', Buffer.concat(Array(1_000).fill(frame(PING, 'x'.repeat(125))))],
]

test.each(FLOODS)('closes a WebSocket that sends %s and never reads', async (_title, chunk) => {
  await using gateway = await startGateway({ env: { KEEP_ALIVE_INTERVAL_MS: '1000' } })
  const { socket } = await openWebSocket(gateway.url)
  socket.pause()
  let accepted = 0
  while (!socket.destroyed && accepted < SENT_BYTES) {
    const sent = Promise.withResolvers<void>()
    socket.write(chunk, (error) => {
      if (!error) accepted += chunk.length
      sent.resolve()
    })
    await sent.promise
  }

  // Size of the buffers in both directions plus the queue in the gateway.
  expect(accepted).toBeLessThan(SENT_BYTES)
  await expect.poll(() => total(gateway, 'websockets'), { timeout: 30_000 }).toBe(0)
})
