import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** More than any client and the proxies before it send; Node lets further ones silently fall. */
export const MAX_HEADERS = 200
/** More than any client pipelines. */
const MAX_PIPELINED = 100

/** Whether a request has more headers than were read. */
export function hasTooManyHeaders({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length >= 2 * MAX_HEADERS
}

/**
 * Makes what tells whether a request may be served: one connection could else set off thousands at once. The client that
 * sends more is cut.
 */
export function createPipelineGuard(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const underWay = new WeakMap<Socket, number>()
  return ({ socket }, response) => {
    const count = (underWay.get(socket) ?? 0) + 1
    if (count > MAX_PIPELINED) socket.destroy()
    // What came in the same packet is told even after that.
    if (socket.destroyed) return false
    underWay.set(socket, count)
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    return true
  }
}
