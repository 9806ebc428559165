import type { ServerResponse } from 'node:http'
import type { Plugin } from 'graphql-yoga'

/** How long clients may take, in milliseconds. */
export interface Timeouts {
  /** To send the headers of a request, from when they connected. */
  readonly headersMs: number
  /** To send a whole request; answers may take longer. */
  readonly requestMs: number
  /** Between two looks at who takes too long. */
  readonly checkIntervalMs: number
  /** To take any of an answer that is on its way. */
  readonly answerMs: number
  /** To initialise a WebSocket. */
  readonly connectionInitMs: number
  /** To answer that a WebSocket is closed. */
  readonly closingMs: number
  /** To send another request over a connection that is kept. */
  readonly keepAliveMs: number
}

/** Generous to slow networks, not to those who only hold connections. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkIntervalMs: 5_000,
  answerMs: 60_000,
  connectionInitMs: 3_000,
  closingMs: 5_000,
  // Longer than load balancers keep idle connections (60 s as a rule), or they would send into closed ones.
  keepAliveMs: 65_000,
}

/** Heartbeats that a client may leave unread before it is cut. */
const HEARTBEATS_MISSED = 2

/** Cuts the client if, while an answer is on its way, it takes nothing of it for so long: Node waits for ever. */
export function expectReading(response: ServerResponse, { answerMs }: Timeouts): void {
  const { socket } = response
  socket?.setTimeout(answerMs)
  // Before Node's own listener, which begins to wait for the next request.
  response.prependOnceListener('finish', () => socket?.setTimeout(0))
}

/**
 * Does so for every answer of Yoga's to an HTTP request.
 * @param longestSilenceMs between two heartbeats of an event stream, which must not count as a client that does not read.
 */
export function useReadingClients(
  timeouts: Timeouts,
  longestSilenceMs: number,
): Plugin<object, { readonly res?: ServerResponse }> {
  return {
    onResponse({ serverContext: { res } }) {
      if (res === undefined) return
      expectReading(res, timeouts)
      // Yoga clears the timeout of an event stream as it begins to send it; heartbeats keep one alive that is read.
      setImmediate(() => {
        if (!res.writableEnded)
          res.socket?.setTimeout(Math.max(timeouts.answerMs, HEARTBEATS_MISSED * longestSilenceMs))
      })
    },
  }
}
