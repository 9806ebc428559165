import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock, Schedule } from '../../inventory/clock.ts'

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
  /**
   * Resolves when no request has come for a second, at the latest after the grace or five seconds: load balancers and
   * pooled clients send requests for a while after a server has announced its end.
   */
  whenQuiet(): Promise<void>
  /** Closes the listener. Resolves when every connection is closed, at the latest `graceMs` from the first call. */
  stop(): Promise<void>
}

/** Time source and limits of a drain. */
export interface DrainOptions {
  /** Time that responses in flight get to finish; then their connections are closed. */
  readonly graceMs: number
  readonly clock: Clock
  readonly schedule: Schedule
}

const QUIET_MS = 1_000
const MAX_UNTIL_QUIET_MS = 5_000

/** Creates the drain of a server, which serves as usual until {@link Drain.begin}. */
export function createDrain(server: Server, { graceMs, clock, schedule }: DrainOptions): Drain {
  let lastRequestAt = Number.NEGATIVE_INFINITY
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
    lastRequestAt = clock.now()
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

  async function whenQuiet(): Promise<void> {
    const until = clock.now() + Math.min(graceMs, MAX_UNTIL_QUIET_MS)
    for (;;) {
      const leftMs = Math.min(lastRequestAt + QUIET_MS, until) - clock.now()
      if (leftMs <= 0) return
      await new Promise<void>((resolve) => {
        schedule(leftMs, resolve)
      })
    }
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
    whenQuiet,
    stop() {
      stopped ??= closeAll()
      return stopped
    },
  }
}
