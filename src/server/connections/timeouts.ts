import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Plugin } from 'graphql-yoga'

/** Time limits for clients, in milliseconds. */
export interface Timeouts {
  /** To send the headers of a request after connecting. */
  readonly headersMs: number
  /** To send a whole request. The response may take longer. */
  readonly requestMs: number
  /** Interval at which the two limits above are checked. */
  readonly checkIntervalMs: number
  /** To read any part of a response being sent. */
  readonly responseMs: number
  /** To initialize a WebSocket. */
  readonly connectionInitMs: number
  /** To acknowledge the close of a WebSocket. */
  readonly closingMs: number
  /** To send another request over a kept-alive connection. */
  readonly keepAliveMs: number
}

/** Long enough for slow networks, short enough against clients that only occupy connections. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkIntervalMs: 5_000,
  responseMs: 60_000,
  connectionInitMs: 3_000,
  closingMs: 5_000,
  // Longer than load balancers keep idle connections (usually 60 s), which would otherwise reuse closed ones.
  keepAliveMs: 65_000,
}

/** Number of unread heartbeats after which a client is disconnected. */
const HEARTBEATS_MISSED = 2

/** Disconnects the client if it reads nothing of a response for `responseMs`. Node has no such timeout. */
export function setReadTimeout(response: ServerResponse, { responseMs }: Timeouts): void {
  setSocketTimeout(response, responseMs)
  // Prepended, because Node's own listener starts the keep-alive timeout.
  response.prependOnceListener('finish', () => response.socket?.setTimeout(0))
}

/** Sets the timeout now, or once earlier responses to pipelined requests have been sent: only then has it a socket. */
function setSocketTimeout(response: ServerResponse, ms: number): void {
  if (response.socket !== null) response.socket.setTimeout(ms)
  else response.once('socket', (socket: Socket) => socket.setTimeout(ms))
}

/**
 * Applies {@link setReadTimeout} to every Yoga response.
 * @param longestSilenceMs milliseconds between heartbeats of an event stream, during which a client is not stalled.
 */
export function useStalledClientTimeout(
  timeouts: Timeouts,
  longestSilenceMs: number,
): Plugin<object, { readonly res?: ServerResponse }> {
  return {
    onResponse({ serverContext: { res } }) {
      if (res === undefined) return
      setReadTimeout(res, timeouts)
      // Deferred, because Yoga clears the timeout when it starts an event stream.
      setImmediate(() => {
        if (!res.writableEnded)
          setSocketTimeout(res, Math.max(timeouts.responseMs, HEARTBEATS_MISSED * longestSilenceMs))
      })
    },
  }
}
