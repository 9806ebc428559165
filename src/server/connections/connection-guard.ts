import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** More than any client and the proxies in front of it send. Node silently drops further headers. */
export const MAX_HEADERS = 200
/** More than any client pipelines. */
const MAX_PIPELINED = 100

/** Returns true if a request reaches the number of headers that Node parses, so that others may be missing. */
export function hasTooManyHeaders({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length >= 2 * MAX_HEADERS
}

/**
 * Creates a guard that returns true if a request may be served. One connection could otherwise start thousands of
 * requests at once; a client that pipelines more is disconnected.
 */
export function createPipelineGuard(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const underWay = new WeakMap<Socket, number>()
  return ({ socket }, response) => {
    const count = (underWay.get(socket) ?? 0) + 1
    if (count > MAX_PIPELINED) socket.destroy()
    // Node emits the requests of the same packet even after that.
    if (socket.destroyed) return false
    underWay.set(socket, count)
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    return true
  }
}
