import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock, Schedule } from '../../clock.ts'

/** Takes a server out of service without interrupting requests in flight. */
export interface Drain {
  /** Returns true once draining has started. Requests may still be served. */
  readonly isDraining: () => boolean
  /** Returns true once the listener is closed and no new requests are served. */
  readonly isStopping: () => boolean
  /** Number of open connections. */
  readonly connections: () => number
  /** Registers a response. While draining, the connection closes after it, so that the client reconnects elsewhere. */
  admit(response: ServerResponse): void
  /** Must be called once the response has closed, with the socket of its request. */
  leave(response: ServerResponse, socket: Socket): void
  /** Starts draining: requests are still served, but connections are not kept alive. */
  begin(): void
  /**
   * Resolves after a second without requests, or after 5 seconds or the grace period, whichever is shorter. Load
   * balancers and clients with connection pools still send requests for a while after draining has started.
   */
  whenQuiet(): Promise<void>
  /** Closes the listener. Resolves when every connection is closed, at the latest `graceMs` after the first call. */
  stop(): Promise<void>
}

/** Time source and limits of a drain. */
export interface DrainOptions {
  /** Milliseconds after which connections are closed even if their responses have not finished. */
  readonly graceMs: number
  readonly clock: Clock
  readonly schedule: Schedule
}

const QUIET_MS = 1_000
const MAX_UNTIL_QUIET_MS = 5_000

/** Creates the drain of a server. It has no effect before {@link Drain.begin}. */
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
    lastRequestAt = clock.now()
    responses.add(response)
    if (isDraining) response.setHeader('connection', 'close')
  }

  function leave(response: ServerResponse, socket: Socket): void {
    responses.delete(response)
    // Headers that were sent before draining have no `Connection: close`.
    if (isDraining) socket.destroySoon()
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
    // Browsers open connections in advance, and Node counts a connection without data as busy.
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
    leave,
    begin,
    whenQuiet,
    stop() {
      stopped ??= closeAll()
      return stopped
    },
  }
}
