import type { ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin, processRegularResult } from 'graphql-yoga'
import { type ExpiryOptions, runAt } from '../auth/expiry.ts'
import type { Admission } from '../execution/admission.ts'
import { acceptsVariant } from '../media-types.ts'
import type { ServerContext } from '../observability/request-record.ts'
import { NO_STORE } from '../respond.ts'
import { eventStreamBody } from './event-stream.ts'
import { multipartFormat } from './multipart.ts'
import { serverSentEventsFormat } from './server-sent-events.ts'

/** Options of {@link createEventStreams}. */
export interface EventStreamsOptions extends ExpiryOptions {
  /** Counts bytes that clients have not read. */
  readonly admission: Pick<Admission, 'holdBytes'>
  /** Heartbeat interval over multipart HTTP in milliseconds. */
  readonly heartbeatIntervalMs: number
  /** Heartbeat interval of server-sent events in milliseconds. */
  readonly keepAliveIntervalMs: number
}

/** Subscriptions over server-sent events and multipart HTTP. */
export interface EventStreams {
  /** Must come after the plugins that execute subscriptions. */
  readonly plugin: Plugin<ServerContext, ServerContext>
  /** Aborts all current and later streams, so that clients see a broken connection and reconnect. Final. */
  close(): void
}

/**
 * Sends subscriptions over HTTP. When a token expires or the server stops, the connection is aborted without `complete`
 * or closing boundary, which would make clients take the subscription for finished and never reconnect. With
 * server-sent events, a comment about the expired token ends the response.
 */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const open = new Set<ServerResponse>()
  let isClosed = false

  function track(response: ServerResponse, expiresAt: number | undefined, expire: () => void): void {
    // The client disconnected before its stream began.
    if (response.closed) return
    open.add(response)
    const cancel = expiresAt === undefined ? () => {} : runAt(expiresAt, expire, options)
    response.once('close', () => {
      cancel()
      open.delete(response)
    })
    if (isClosed) abortResponse(response)
  }

  return {
    plugin: {
      onResultProcess({ request, result, resultProcessor, setResultProcessor, serverContext }) {
        const { record, res } = serverContext
        const isMultipart = acceptsVariant(request.headers, 'multipart/mixed', 'subscriptionspec=1.0')
        if (!isAsyncIterable(result)) {
          // A result that is not a stream, for example of an invalid subscription, is sent as JSON.
          if (isMultipart && resultProcessor !== processRegularResult)
            setResultProcessor(processRegularResult, 'application/json')
          return
        }
        // The client accepts no event stream; `useSubscriptionMediaTypes` responds with 406.
        if (!isMultipart && resultProcessor === undefined) return
        const format = isMultipart ? multipartFormat : serverSentEventsFormat
        const heartbeatIntervalMs = isMultipart ? options.heartbeatIntervalMs : options.keepAliveIntervalMs
        setResultProcessor(
          (results, fetchApi) => {
            if (!isAsyncIterable<ExecutionResult>(results))
              throw new Error('The result of a subscription is not a stream.')
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
                if (format.expired === undefined) abortResponse(res)
                else body.interrupt(format.expired)
              })
            // Yoga's Response accepts Node streams, but its types do not.
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
      for (const response of open) abortResponse(response)
    },
  }
}

/** Closes the connection without ending the response. */
function abortResponse({ req, socket }: ServerResponse): void {
  // An HTTP/1.0 response (nginx's default) ends with its connection: only a reset shows that it is incomplete.
  if (req.httpVersionMinor === 0) socket?.resetAndDestroy()
  else socket?.destroy()
}

/**
 * Sets headers for caches and proxies. They must not store responses, which are current data and may contain secrets,
 * and must not buffer (nginx, ingress-nginx, Azure) or compress event streams.
 */
export function useProxyHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      const isStream = /^(text\/event-stream|multipart\/mixed)\b/.test(headers.get('content-type') ?? '')
      headers.set('cache-control', isStream ? 'no-cache, no-store, no-transform' : NO_STORE)
      if (!isStream) return
      headers.set('x-accel-buffering', 'no')
      // Yoga sends `none`, which is not a valid encoding.
      headers.delete('content-encoding')
    },
  }
}
