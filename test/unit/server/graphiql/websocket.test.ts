import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { subscribeOverWebSocket } from '../../../../src/server/graphiql/client/websocket.ts'

/** Starts a server that accepts connections and, as some proxies do with WebSockets, answers nothing or rejects. */
async function startServer(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test.each([
  ['answers nothing', () => {}],
  ['rejects the upgrade', (socket: Socket) => socket.end('HTTP/1.1 426 Upgrade Required\r\n\r\n')],
  ['disconnects', (socket: Socket) => socket.destroy()],
])('reports once that no WebSocket was opened if the server %s', async (_name, onConnection) => {
  await using server = await startServer(onConnection)
  const calls: string[] = []
  const { promise: notOpened, resolve } = Promise.withResolvers<void>()
  const stop = subscribeOverWebSocket(
    server.url,
    { query: 'subscription { ticked }' },
    {},
    {
      connected: () => calls.push('connected'),
      next: () => calls.push('next'),
      complete: () => calls.push('complete'),
      fail: () => calls.push('fail'),
      notOpened() {
        calls.push('notOpened')
        resolve()
      },
    },
    200,
  )
  await notOpened
  stop()
  expect(calls).toEqual(['notOpened'])
})
