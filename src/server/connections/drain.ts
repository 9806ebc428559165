import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Ends a server without cutting anybody off who is being served. */
export interface Drain {
  readonly isDraining: () => boolean
  /** How many connections are open. */
  readonly connections: () => number
  /** Tells of a request; once draining, its connection ends with its response. */
  admit(response: ServerResponse): void
  /** Resolves when every connection is closed, at the latest `graceMs` from the first call. */
  drain(): Promise<void>
}

/**
 * @param graceMs how long responses under way may take; then their connections are closed.
 */
export function createDrain(server: Server, graceMs: number): Drain {
  const connections = new Set<Socket>()
  const responses = new Set<ServerResponse>()
  let drained: Promise<void> | undefined

  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  function admit(response: ServerResponse): void {
    const { socket } = response
    responses.add(response)
    if (drained !== undefined) response.setHeader('connection', 'close')
    response.once('close', () => {
      responses.delete(response)
      // One whose headers were out already could not say `Connection: close`.
      if (drained !== undefined) socket?.destroySoon()
    })
  }

  async function closeAll(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const response of responses) if (!response.headersSent) response.setHeader('connection', 'close')
    // Browsers open connections ahead of need; Node counts one that never said anything as busy.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    const fuse = setTimeout(() => server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(fuse)
    // The last responses learn of it after the server does.
    await Promise.all([...responses].map((response) => once(response, 'close')))
  }

  return {
    isDraining: () => drained !== undefined,
    connections: () => connections.size,
    admit,
    drain() {
      drained ??= closeAll()
      return drained
    },
  }
}
