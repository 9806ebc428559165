import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** More headers than any client sends and proxies add. Node silently drops further ones. */
export const MAX_HEADERS = 200
/** More requests than any client pipelines. */
const MAX_PIPELINED = 100

/** Returns true if a request reaches the number of headers that Node parses, so that others may be missing. */
export function hasTooManyHeaders({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length >= 2 * MAX_HEADERS
}

/** Limits the requests in flight on a connection. */
export interface PipelineGuard {
  /** Returns true if a request may be served. If so, the caller must call {@link PipelineGuard.leave} at its end. */
  admit(request: IncomingMessage): boolean
  leave(request: IncomingMessage): void
}

/**
 * Creates a guard that disconnects clients that pipeline more than {@link MAX_PIPELINED} requests, since one connection
 * could otherwise start thousands at once.
 */
export function createPipelineGuard(): PipelineGuard {
  const underWay = new WeakMap<Socket, { count: number }>()
  return {
    admit({ socket }) {
      let pipeline = underWay.get(socket)
      if (pipeline === undefined) {
        pipeline = { count: 0 }
        underWay.set(socket, pipeline)
      }
      if (pipeline.count === MAX_PIPELINED) socket.destroy()
      // Node still emits the other requests of the same packet.
      if (socket.destroyed) return false
      pipeline.count++
      return true
    },
    leave({ socket }) {
      const pipeline = underWay.get(socket)
      if (pipeline !== undefined) pipeline.count--
    },
  }
}
