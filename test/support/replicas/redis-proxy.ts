import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Connections of a replica: the one that follows the log, and the one for all other commands. */
export type ConnectionKind = 'tail' | 'commands'

/** TCP proxy in front of redis-server that can hang. */
export interface RedisProxy extends AsyncDisposable {
  readonly url: string
  /** Holds back what is sent in both directions, without closing connections. Default: on all connections. */
  pause(kind?: ConnectionKind): void
  /** Holds back replies only. */
  holdReplies(kind: ConnectionKind): void
  /** Forwards what was held back, and everything from now on. */
  resume(): void
  /** Closes all connections. What was held back is lost. */
  cut(): void
  /** Resolves once a client has sent this text. */
  sent(text: string): Promise<void>
}

/** Starts a proxy on a free port. */
export async function startRedisProxy(target: { readonly port: number }): Promise<RedisProxy> {
  interface Link {
    kind: ConnectionKind
    readonly sockets: readonly Socket[]
    readonly held: { readonly to: Socket; readonly bytes: Buffer }[]
  }
  const links = new Set<Link>()
  let isHeld = (_kind: ConnectionKind, _isReply: boolean) => false
  const watches = new Set<(bytes: Buffer) => void>()

  function forward(link: Link, to: Socket, bytes: Buffer, isReply: boolean): void {
    const isWaiting = link.held.some((held) => held.to === to)
    if (isWaiting || isHeld(link.kind, isReply)) link.held.push({ to, bytes })
    else to.write(bytes)
  }

  const server = createServer((client) => {
    const upstream = connect(target.port, '127.0.0.1')
    const link: Link = { kind: 'commands', sockets: [client, upstream], held: [] }
    links.add(link)
    client.on('data', (bytes) => {
      if (bytes.includes('XREAD')) link.kind = 'tail'
      forward(link, upstream, bytes, false)
      for (const watch of [...watches]) watch(bytes)
    })
    upstream.on('data', (bytes) => forward(link, client, bytes, true))
    for (const socket of link.sockets) {
      socket.on('error', () => {})
      socket.once('close', () => {
        links.delete(link)
        for (const other of link.sockets) other.destroySoon()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  function cut(): void {
    for (const { sockets } of links) for (const socket of sockets) socket.destroy()
  }

  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pause(paused) {
      isHeld = (kind) => paused === undefined || kind === paused
    },
    holdReplies(held) {
      isHeld = (kind, isReply) => isReply && kind === held
    },
    resume() {
      isHeld = () => false
      for (const { held } of links) for (const { to, bytes } of held.splice(0)) to.write(bytes)
    },
    cut,
    sent: (text) =>
      new Promise((resolve) => {
        function watch(bytes: Buffer): void {
          if (!bytes.includes(text)) return
          watches.delete(watch)
          resolve()
        }
        watches.add(watch)
      }),
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
