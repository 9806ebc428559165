import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Admission } from '../execution/admission.ts'
import type { EventSink } from './event-results.ts'

/** Unread bytes of a client above which its messages are no longer read. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** Bytes that a connection buffers even if its client reads. Only further bytes count as unsent. */
const HELD_FROM_BYTES = 16 * 1024

/**
 * Pauses reading from a client until it has read the responses to earlier messages, which would otherwise accumulate in
 * memory. {@link keepAlive} closes a client that never reads.
 * @param connection socket under the WebSocket.
 */
export function pauseWhileUnread(socket: WebSocket, connection: Socket): void {
  if (socket.isPaused || socket.bufferedAmount <= MAX_UNREAD_BYTES) return
  socket.pause()
  connection.once('drain', () => socket.resume())
}

/** Received messages that have not been handled yet. */
export interface Backlog {
  /** Counts a message. Returns a function that stops counting it. */
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

/** Options of {@link createWebSocketSink}. */
export interface WebSocketSinkOptions {
  readonly admission: Pick<Admission, 'holdBytes' | 'roomToSend'>
  /** Unsent bytes above which the subscriptions of the client pause; 0: no limit. */
  readonly maxUnsentBytes: number
}

/** EventSink that sends messages over a WebSocket. */
export interface WebSocketSink extends EventSink {
  /** Caller whose unsent bytes are counted. Empty until it is known. */
  caller: string
  /** Resolves when the message has been sent, or when the connection has closed. */
  send(data: string): Promise<void>
}

/** Creates the sink of a connection. Unread messages count as unsent bytes of its caller. */
export function createWebSocketSink(
  socket: WebSocket,
  { admission, maxUnsentBytes }: WebSocketSinkOptions,
): WebSocketSink {
  let waiting: PromiseWithResolvers<void> | undefined
  let lastReservation = Promise.resolve()

  function notify(): void {
    waiting?.resolve()
    waiting = undefined
  }

  const sink: WebSocketSink = {
    caller: '',
    room() {
      const { bufferedAmount } = socket
      if (socket.readyState !== socket.OPEN || bufferedAmount === 0) return undefined
      if (maxUnsentBytes > 0 && bufferedAmount > maxUnsentBytes) {
        waiting ??= Promise.withResolvers()
        return waiting.promise
      }
      // A client that reads continues, regardless of the unread bytes of other connections.
      return bufferedAmount > HELD_FROM_BYTES ? admission.roomToSend(sink.caller) : undefined
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
        // Ignores errors: the connection has closed, which ends its operations.
        socket.send(data, () => {
          release?.()
          notify()
          resolve()
        })
        if (socket.bufferedAmount > HELD_FROM_BYTES) release = admission.holdBytes(sink.caller, data.length)
      })
    },
  }
  socket.once('close', notify)
  return sink
}

/**
 * Pings a client at an interval, and terminates the connection if the last ping was not answered. Returns a function
 * that stops the pings.
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
