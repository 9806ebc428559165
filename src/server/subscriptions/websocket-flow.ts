import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Admission } from '../execution/admission.ts'
import type { Outlet } from './event-results.ts'

/** Unread bytes of a client above which its messages are no longer read. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** Bytes that a connection buffers even if its client reads. Only bytes above it count as unsent. */
const HELD_FROM_BYTES = 16 * 1024

/**
 * Pauses reading from a client that sends messages without reading responses, until it has read them. Otherwise unread
 * responses would accumulate in memory. {@link keepAlive} closes a client that never reads.
 * @param connection socket under the WebSocket.
 */
export function pauseWhileUnread(socket: WebSocket, connection: Socket): void {
  if (socket.isPaused || socket.bufferedAmount <= MAX_UNREAD_BYTES) return
  socket.pause()
  connection.once('drain', () => socket.resume())
}

/** Received messages that wait to be handled. */
export interface Backlog {
  /** Counts a message. Returns a function that stops counting it. */
  add(bytes: number): () => void
}

/** Creates an empty backlog. While it is large, its connection is paused. */
export function createBacklog(socket: WebSocket): Backlog {
  let bytes = 0
  return {
    add(more) {
      bytes += more
      if (bytes > MAX_UNREAD_BYTES) socket.pause()
      return () => {
        bytes -= more
        if (socket.isPaused && bytes <= MAX_UNREAD_BYTES) socket.resume()
      }
    },
  }
}

/** Options of {@link createWebSocketOutlet}. */
export interface WebSocketOutletOptions {
  readonly admission: Pick<Admission, 'holdBytes' | 'roomToSend'>
  /** Unsent bytes above which the subscriptions of the client pause; 0: no limit. */
  readonly maxUnsentBytes: number
}

/** Outlet that sends messages over a WebSocket. */
export interface WebSocketOutlet extends Outlet {
  /** Caller whose unsent bytes are counted. Empty until it is known. */
  caller: string
  /** Resolves when the message has been sent, or when the connection has closed. */
  send(data: string): Promise<void>
}

/** Creates the outlet of a connection. Unread messages count as unsent bytes of its caller. */
export function createWebSocketOutlet(
  socket: WebSocket,
  { admission, maxUnsentBytes }: WebSocketOutletOptions,
): WebSocketOutlet {
  let waiting: PromiseWithResolvers<void> | undefined
  let lastReservation = Promise.resolve()

  function notify(): void {
    waiting?.resolve()
    waiting = undefined
  }

  const outlet: WebSocketOutlet = {
    caller: '',
    room() {
      const { bufferedAmount } = socket
      if (socket.readyState !== socket.OPEN || bufferedAmount === 0) return undefined
      if (maxUnsentBytes > 0 && bufferedAmount > maxUnsentBytes) {
        waiting ??= Promise.withResolvers()
        return waiting.promise
      }
      // A client that reads continues, however much other connections leave unread.
      return bufferedAmount > HELD_FROM_BYTES ? admission.roomToSend(outlet.caller) : undefined
    },
    reserve() {
      const { promise, resolve } = Promise.withResolvers<void>()
      const reserved = lastReservation.then(() => resolve)
      lastReservation = promise
      return reserved
    },
    send(data) {
      return new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) return resolve()
        let release: (() => void) | undefined
        // A failure means that the connection has closed, which ends its operations.
        socket.send(data, () => {
          release?.()
          notify()
          resolve()
        })
        if (socket.bufferedAmount > HELD_FROM_BYTES) release = admission.holdBytes(outlet.caller, data.length)
      })
    },
  }
  socket.once('close', notify)
  return outlet
}

/**
 * Pings a client at an interval, and terminates it if the last ping was not answered. Returns a function that stops it.
 */
export function keepAlive(socket: WebSocket, intervalMs: number, onCut: () => void): () => void {
  let isAwaited = false
  socket.on('pong', () => {
    isAwaited = false
  })
  const timer = setInterval(() => {
    if (isAwaited) {
      onCut()
      return socket.terminate()
    }
    isAwaited = true
    socket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}
