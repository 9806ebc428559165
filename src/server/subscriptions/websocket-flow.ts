import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Admission } from '../execution/admission.ts'
import type { Outlet } from './outlet.ts'

/** Bytes that may wait for a client that does not read before its messages are not read either. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** Bytes that a connection which is read holds at times; only what waits beyond them counts. */
const HELD_FROM_BYTES = 16 * 1024

/**
 * Stops reading from a client that sends messages but reads no answer, until it has read. Without this, answers that it
 * does not read pile up here; a client that never reads is closed by {@link keepAlive}.
 * @param connection that the WebSocket runs over.
 */
export function pauseWhileUnread(socket: WebSocket, connection: Socket): void {
  if (socket.isPaused || socket.bufferedAmount <= MAX_UNREAD_BYTES) return
  socket.pause()
  connection.once('drain', () => socket.resume())
}

/** Messages of a client that wait to be handled. */
export interface Backlog {
  /** Counts a message; the result stops counting it. */
  add(bytes: number): () => void
}

/** Creates an empty backlog, which pauses its connection while it is large. */
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
  /** Bytes that may wait for the client before its subscriptions stop; 0 means no limit. */
  readonly maxUnsentBytes: number
}

/** Outlet that sends messages over a WebSocket. */
export interface WebSocketOutlet extends Outlet {
  /** The caller whose unsent bytes these are, once it is known. */
  caller: string
  /** Resolves when the message has left the process, or never will. */
  send(data: string): Promise<void>
}

/** Creates the outlet of a connection. Messages that the client does not read count as unsent bytes of its caller. */
export function createWebSocketOutlet(
  socket: WebSocket,
  { admission, maxUnsentBytes }: WebSocketOutletOptions,
): WebSocketOutlet {
  let waiting: PromiseWithResolvers<void> | undefined

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
      // A client that reads goes on whatever others leave unread.
      return bufferedAmount > HELD_FROM_BYTES ? admission.roomToSend(outlet.caller) : undefined
    },
    send(data) {
      return new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) return resolve()
        let release: (() => void) | undefined
        // If it fails the connection is gone, which ends its operations.
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

/** Pings a client every so many milliseconds, and cuts it if the last ping was not answered; the result ends that. */
export function keepAlive(socket: WebSocket, intervalMs: number): () => void {
  let isAwaited = false
  socket.on('pong', () => {
    isAwaited = false
  })
  const timer = setInterval(() => {
    if (isAwaited) return socket.terminate()
    isAwaited = true
    socket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}
