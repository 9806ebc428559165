import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** More headers than any client sends and proxies add. Node silently drops further ones. */
export const MAX_HEADERS = 200
/** More requests than any client pipelines. */
const MAX_PIPELINED = 100

/** Returns true if a request reaches the number of headers that Node parses, so that others may be missing. */
export function hasTooManyHeaders({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length >= 2 * MAX_HEADERS
}

/**
 * Creates a guard that returns true if a request may be served. It disconnects clients that pipeline more than
 * {@link MAX_PIPELINED} requests, since one connection could otherwise start thousands at once.
 */
export function createPipelineGuard(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const underWay = new WeakMap<Socket, number>()
  return ({ socket }, response) => {
    const count = (underWay.get(socket) ?? 0) + 1
    if (count > MAX_PIPELINED) socket.destroy()
    // Node still emits the other requests of the same packet.
    if (socket.destroyed) return false
    underWay.set(socket, count)
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    return true
  }
}
