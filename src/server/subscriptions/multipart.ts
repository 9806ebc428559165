import { Readable } from 'node:stream'
import type { ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin, processRegularResult } from 'graphql-yoga'
import type { Schedule } from '../../inventory/clock.ts'
import { maskErrors } from '../errors.ts'
import type { RequestRecord, ServerContext } from '../observability/request-record.ts'
import { acceptsVariant } from './accept.ts'

/** How subscriptions are sent over multipart HTTP. */
export interface MultipartOptions {
  readonly schedule: Schedule
  /** Milliseconds between the heartbeats that keep proxies from cutting a quiet stream. */
  readonly heartbeatIntervalMs: number
}

const CONTENT_TYPE = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'

/**
 * Answers subscriptions in Apollo's multipart protocol, version 1.0, where a request accepts that.
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export function useMultipartSubscriptions(options: MultipartOptions): Plugin<ServerContext, ServerContext> {
  return {
    onResultProcess({ request, result, resultProcessor, setResultProcessor, serverContext: { record } }) {
      if (!acceptsVariant(request.headers, 'multipart/mixed', 'subscriptionspec=1.0')) return
      if (isAsyncIterable(result)) {
        setResultProcessor((results, fetchApi) => {
          if (!isAsyncIterable<ExecutionResult>(results)) throw new Error('A subscription is a stream.')
          // Yoga's Response takes Node's streams; it borrows the types of one that does not.
          const body = multipartBody(results, options, record) as unknown as ReadableStream
          return new fetchApi.Response(body, { headers: { 'content-type': CONTENT_TYPE } })
        }, 'multipart/mixed')
      } else if (resultProcessor !== processRegularResult) {
        // What is no stream, an invalid subscription for instance, is answered as anywhere else.
        setResultProcessor(processRegularResult, 'application/json')
      }
    },
  }
}

/**
 * The parts of a subscription. It reads an event when the last one is on its way, so that what waits for a slow
 * client waits in the feed, which bounds it; destroyed, it ends the subscription.
 */
function multipartBody(
  results: AsyncIterable<ExecutionResult>,
  { schedule, heartbeatIntervalMs }: MultipartOptions,
  record: RequestRecord,
): Readable {
  const iterator = results[Symbol.asyncIterator]()
  let isReading = false
  let cancelHeartbeat = scheduleHeartbeat()

  function scheduleHeartbeat(): () => void {
    return schedule(heartbeatIntervalMs, () => {
      // Behind what the client has not taken yet it would tell nothing.
      if (body.readableLength === 0) body.push(part({}))
      cancelHeartbeat = scheduleHeartbeat()
    })
  }

  function end(last: string): void {
    cancelHeartbeat()
    body.push(`${last}--\r\n`)
    body.push(null)
  }

  async function readNext(): Promise<void> {
    try {
      const { done, value } = await iterator.next()
      isReading = false
      if (done) end('')
      else if ('data' in value) body.push(part({ payload: value }))
      else end(fatal(value.errors ?? []))
    } catch (error) {
      end(fatal(maskErrors([error], record)))
    }
  }

  const body = new Readable({
    read() {
      if (isReading) return
      isReading = true
      void readNext()
    },
    destroy(_error, done) {
      cancelHeartbeat()
      Promise.resolve(iterator.return?.())
        .catch((error: unknown) => record.logger.error({ err: error }, 'unexpected error'))
        .finally(() => done(null))
    },
  })
  // Clients give out a part once they see the boundary after it, so each part brings that along.
  body.push('\r\n--graphql')
  return body
}

function part(message: object): string {
  return `\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(message)}\r\n--graphql`
}

/** What ended the subscription; such errors have no path and no location. */
function fatal(errors: readonly GraphQLError[]): string {
  return part({
    payload: null,
    errors: errors.map(({ message, extensions: { http: _, ...extensions } }) => ({ message, extensions })),
  })
}
