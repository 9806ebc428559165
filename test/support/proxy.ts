import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** TCP proxy: clients keep one address while the gateway behind it is replaced. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** Forwards further connections to this URL's port; undefined rejects them. */
  forward(url: string | undefined): void
  /** Closes every connection. */
  cut(): void
}

/** Starts a proxy on a free port, without a destination. */
export async function startProxy(): Promise<Proxy> {
  let port: number | undefined
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    client.on('error', () => {})
    if (port === undefined) {
      client.destroy()
      return
    }
    const upstream = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroySoon()
      })
      socket.pipe(other)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    forward(url) {
      port = url === undefined ? undefined : Number(new URL(url).port)
    },
    cut,
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
