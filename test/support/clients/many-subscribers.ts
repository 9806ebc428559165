import WebSocket from 'ws'
import { createTestTime, startGateway } from '../gateway.ts'

/** Limits per caller are lifted: all subscribers share one address, so they count as one caller. */
const UNBOUND = { CALLER_MAX_CONNECTIONS: '0', CALLER_MAX_SUBSCRIPTIONS: '0' }

const QUERY =
  'subscription { imageBuilderStateChanged(names: ["builder"], snapshot: true) { kind state imageBuilder { name image { name } } } }'

/**
 * Opens subscribers of one operation over several sockets; `received(count)` resolves once that many events
 * have arrived in total.
 */
export async function openSubscribers(url: string, sockets: number, each: number) {
  let events = 0
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  const open = await Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
      const acknowledged = Promise.withResolvers<void>()
      socket.on('message', (data) => {
        const { type } = JSON.parse(String(data))
        if (type === 'connection_ack') acknowledged.resolve()
        if (type !== 'next') return
        events++
        for (const waiter of waiting) if (events >= waiter.count) waiter.resolve()
      })
      socket.on('open', () => socket.send('{"type":"connection_init"}'))
      await acknowledged.promise
      for (let id = 0; id < each; id++) {
        socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: QUERY } }))
      }
      // A pong proves that the preceding messages were processed.
      const answered = new Promise<void>((resolve) => socket.once('pong', () => resolve()))
      socket.ping()
      await answered
      return socket
    }),
  )
  return {
    received(count: number): Promise<void> {
      const waiter = Promise.withResolvers<void>()
      if (events >= count) waiter.resolve()
      waiting.add({ count, resolve: waiter.resolve })
      return waiter.promise
    },
    async close() {
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of open) socket.close()
      await Promise.all(closed)
    },
  }
}

/** Returns the upstream calls of three changes that `sockets` x `each` subscribers receive. */
export async function callsOf(sockets: number, each: number): Promise<string[]> {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, env: UNBOUND })
  const { home, emulator } = gateway
  home.putImage({ Name: 'image' })
  home.putImageBuilder({ Name: 'builder', State: 'PENDING', ImageArn: home.images.get('image')?.Arn })
  const subscribers = await openSubscribers(gateway.url, sockets, each)
  // Everyone receives SNAPSHOT and SYNCED; the first poll has ended once it has set the timer for the next.
  let told = 2 * sockets * each
  await subscribers.received(told)
  while (time.timers() < 2) await time.nextTimer()
  emulator.calls.clear()
  for (const State of ['RUNNING', 'STOPPING', 'STOPPED']) {
    home.change('image-builder', 'builder', { State })
    time.advance(15_000)
    const polled = time.nextTimer()
    told += sockets * each
    await subscribers.received(told)
    await polled
  }
  const calls = emulator.calls.all.map(({ operation }) => operation)
  await subscribers.close()
  return calls
}
