import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Takes a server out of service without cutting requests in flight. */
export interface Drain {
  /** Whether the server is being taken out of service; it may still serve requests. */
  readonly isDraining: () => boolean
  /** Whether the listener is closed: nothing new is served any more. */
  readonly isStopping: () => boolean
  /** Number of open connections. */
  readonly connections: () => number
  /** Registers a response. While draining, its connection ends with it, so that clients connect anew: elsewhere. */
  admit(response: ServerResponse): void
  /** Starts draining: requests are served as before, but no connection is kept for another one. */
  begin(): void
  /** Closes the listener. Resolves when every connection is closed, at the latest `graceMs` from the first call. */
  stop(): Promise<void>
}

/** @param graceMs Time that responses in flight get to finish; then their connections are closed. */
export function createDrain(server: Server, graceMs: number): Drain {
  const connections = new Set<Socket>()
  const responses = new Set<ServerResponse>()
  let isDraining = false
  let stopped: Promise<void> | undefined

  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  function admit(response: ServerResponse): void {
    const { socket } = response
    responses.add(response)
    if (isDraining) response.setHeader('connection', 'close')
    response.once('close', () => {
      responses.delete(response)
      // A response whose headers were sent before could not say `Connection: close`.
      if (isDraining) socket?.destroySoon()
    })
  }

  function begin(): void {
    isDraining = true
    for (const response of responses) if (!response.headersSent) response.setHeader('connection', 'close')
  }

  async function closeAll(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    begin()
    // Browsers open connections ahead of need; Node counts one that has sent nothing as busy.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    const fuse = setTimeout(() => server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(fuse)
    // Responses emit `close` after the server does.
    await Promise.all([...responses].map((response) => once(response, 'close')))
  }

  return {
    isDraining: () => isDraining,
    isStopping: () => stopped !== undefined,
    connections: () => connections.size,
    admit,
    begin,
    stop() {
      stopped ??= closeAll()
      return stopped
    },
  }
}
