import type { ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin, processRegularResult } from 'graphql-yoga'
import { type ExpiryOptions, runAt } from '../auth/expiry.ts'
import type { Admission } from '../execution/admission.ts'
import type { ServerContext } from '../observability/request-record.ts'
import { acceptsVariant } from './accept.ts'
import { eventStreamBody } from './event-stream.ts'
import { multipartFormat } from './multipart.ts'
import { serverSentEventsFormat } from './server-sent-events.ts'

/** How subscriptions are sent over HTTP responses. */
export interface EventStreamsOptions extends ExpiryOptions {
  /** Counts what clients have not read. */
  readonly admission: Pick<Admission, 'holdBytes'>
  /** Milliseconds between heartbeats over multipart HTTP. */
  readonly heartbeatIntervalMs: number
  /** Milliseconds between heartbeats of server-sent events. */
  readonly keepAliveIntervalMs: number
}

/** Subscriptions as server-sent events and over multipart HTTP. */
export interface EventStreams {
  /** Comes after the plugins that execute subscriptions. */
  readonly plugin: Plugin<ServerContext, ServerContext>
  /** Breaks every stream, and those that begin later: clients see a broken connection and come back. Final. */
  close(): void
}

/**
 * Sends subscriptions over HTTP. A stream whose token expires, or whose server stops, gets no `complete` and no closing
 * boundary: clients would count the subscription as finished and never return. The connection is cut instead; with
 * server-sent events, a comment says that the token has expired, and the response ends after it.
 */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const open = new Set<ServerResponse>()
  let isClosed = false

  function track(response: ServerResponse, expiresAt: number | undefined, expire: () => void): void {
    // The client has left before its stream began: then there is nothing to break.
    if (response.closed) return
    open.add(response)
    const cancel = expiresAt === undefined ? () => {} : runAt(expiresAt, expire, options)
    response.once('close', () => {
      cancel()
      open.delete(response)
    })
    if (isClosed) breakOff(response)
  }

  return {
    plugin: {
      onResultProcess({ request, result, resultProcessor, setResultProcessor, serverContext }) {
        const { record, res } = serverContext
        const isMultipart = acceptsVariant(request.headers, 'multipart/mixed', 'subscriptionspec=1.0')
        if (!isAsyncIterable(result)) {
          // A result that is no stream, of an invalid subscription for instance, is answered as JSON.
          if (isMultipart && resultProcessor !== processRegularResult)
            setResultProcessor(processRegularResult, 'application/json')
          return
        }
        // The client accepts no stream: Yoga answers 406.
        if (!isMultipart && resultProcessor === undefined) return
        const format = isMultipart ? multipartFormat : serverSentEventsFormat
        const heartbeatIntervalMs = isMultipart ? options.heartbeatIntervalMs : options.keepAliveIntervalMs
        setResultProcessor(
          (results, fetchApi) => {
            if (!isAsyncIterable<ExecutionResult>(results)) throw new Error('A subscription is a stream.')
            const body = eventStreamBody(
              results,
              format,
              {
                ...options,
                heartbeatIntervalMs,
                holdBytes: (bytes) => options.admission.holdBytes(record.limitKey ?? '', bytes),
              },
              record,
            )
            if (res !== undefined)
              track(res, record.identity?.expiresAt, () => {
                if (format.expired === undefined) breakOff(res)
                else body.interrupt(format.expired)
              })
            // Yoga's Response takes Node's streams; it borrows the types of one that does not.
            return new fetchApi.Response(body.stream as unknown as ReadableStream, {
              headers: { 'content-type': format.contentType },
            })
          },
          isMultipart ? 'multipart/mixed' : 'text/event-stream',
        )
      },
    },
    close() {
      isClosed = true
      for (const response of open) breakOff(response)
    },
  }
}

/** Closes the connection without ending the response. */
function breakOff({ req, socket }: ServerResponse): void {
  // An HTTP/1.0 response (nginx asks for it by default) ends with its connection: only a reset shows that it is cut.
  if (req.httpVersionMinor === 0) socket?.resetAndDestroy()
  else socket?.destroy()
}

/**
 * Sets the headers that caches and proxies go by: answers are of the moment, and a mutation's may hold a secret, so
 * nobody stores them. Event streams must be neither buffered (nginx, ingress-nginx, Azure) nor compressed on the way.
 */
export function useProxyHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      const isStream = /^(text\/event-stream|multipart\/mixed)\b/.test(headers.get('content-type') ?? '')
      headers.set('cache-control', isStream ? 'no-cache, no-store, no-transform' : 'no-store')
      if (!isStream) return
      headers.set('x-accel-buffering', 'no')
      // Yoga sends `none`, which is no encoding.
      headers.delete('content-encoding')
    },
  }
}
