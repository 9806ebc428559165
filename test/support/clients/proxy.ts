import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** TCP proxy: clients keep one address while the gateways behind it are replaced. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** Distributes further connections to the ports of these URLs in turn; without any, rejects them. */
  forward(...urls: readonly string[]): void
  /** Closes every connection. */
  cut(): void
}

/** Options of {@link startProxy}. */
export interface ProxyOptions {
  /** Default: a free port. */
  readonly port?: number
  /** Called with the URL that a connection was forwarded to. */
  readonly onConnect?: (url: string) => void
}

/** Starts a proxy without a destination. A destination that refuses a connection is skipped. */
export async function startProxy({ port = 0, onConnect }: ProxyOptions = {}): Promise<Proxy> {
  let destinations: readonly string[] = []
  let turn = 0
  const sockets = new Set<Socket>()

  /** Connects a client to the next destination that accepts the connection. */
  function serve(client: Socket, attempts: number): void {
    const destination = destinations[turn++ % destinations.length]
    if (destination === undefined || attempts === 0) {
      client.destroy()
      return
    }
    const upstream = connect(Number(new URL(destination).port), '127.0.0.1')
    const skip = () => serve(client, attempts - 1)
    upstream.once('error', skip)
    upstream.once('connect', () => {
      upstream.off('error', skip)
      onConnect?.(destination)
      join(client, upstream)
      join(upstream, client)
    })
  }

  function join(socket: Socket, other: Socket): void {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(socket)
      other.destroySoon()
    })
    socket.pipe(other)
  }

  const server = createServer((client) => {
    client.on('error', () => {})
    serve(client, destinations.length)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    forward(...urls) {
      destinations = urls
    },
    cut,
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
