import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** What may wait for a client that does not read before it is not listened to either. */
const MAX_UNREAD_BYTES = 1024 * 1024

/**
 * Stops listening to a client that asks on and on but reads no answer, until it has read. Without this, what it does not
 * read piles up here; one that never reads is cut by {@link keepAlive}.
 * @param connection that the WebSocket runs over.
 */
export function pauseWhileUnread(socket: WebSocket, connection: Socket): void {
  if (socket.isPaused || socket.bufferedAmount <= MAX_UNREAD_BYTES) return
  socket.pause()
  connection.once('drain', () => socket.resume())
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
