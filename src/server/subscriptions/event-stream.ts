import { Readable } from 'node:stream'
import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Schedule } from '../../inventory/clock.ts'
import { maskErrors } from '../errors.ts'
import type { RequestRecord } from '../observability/request-record.ts'

/** Wire format of a subscription over one HTTP response. */
export interface EventStreamFormat {
  readonly contentType: string
  /** Precedes the first event; sent at once, so that proxies and browsers see that the response has begun. */
  readonly start: string
  /** Keeps a quiet stream alive; clients skip it. */
  readonly heartbeat: string
  event(result: ExecutionResult): string
  /** Ends the stream: the subscription has finished, and clients do not come back. */
  readonly end: string
  /** Ends the stream with the errors that the subscription failed with. */
  failure(errors: readonly GraphQLError[]): string
  /** Comment that ends the stream when its token has expired; clients take the missing `end` for a broken connection. */
  readonly expired?: string
}

/** Body of a subscription. */
export interface EventStreamBody {
  readonly stream: Readable
  /** Ends the body with this text, after what is sent already, and ends the subscription. */
  interrupt(last: string): void
}

/** How a body is written. */
export interface EventStreamOptions {
  /** Counts bytes that the client has not read; the result stops counting them. */
  readonly holdBytes: (bytes: number) => () => void
  readonly schedule: Schedule
  /** Milliseconds between heartbeats. */
  readonly heartbeatIntervalMs: number
}

/** Smaller events fit into the buffers of a socket. */
const HELD_FROM_CHARACTERS = 64 * 1024

/**
 * Returns the body of a subscription. It reads the next event once the last one is on its way, so that what waits for a
 * slow client waits in the feed, which bounds it. Destroying it ends the subscription.
 */
export function eventStreamBody(
  results: AsyncIterable<ExecutionResult>,
  format: EventStreamFormat,
  { schedule, heartbeatIntervalMs, holdBytes }: EventStreamOptions,
  record: RequestRecord,
): EventStreamBody {
  const iterator = results[Symbol.asyncIterator]()
  let isReading = false
  let isEnded = false
  let release = () => {}
  let cancelHeartbeat = scheduleHeartbeat()

  function scheduleHeartbeat(): () => void {
    return schedule(heartbeatIntervalMs, () => {
      // A client that has not read the last event yet needs none.
      if (body.readableLength === 0) body.push(format.heartbeat)
      cancelHeartbeat = scheduleHeartbeat()
    })
  }

  function end(last: string): void {
    if (isEnded) return
    isEnded = true
    cancelHeartbeat()
    body.push(last)
    body.push(null)
  }

  /** The event counts until the next one is asked for: the stream takes one at a time. */
  function sendEvent(text: string): void {
    if (text.length >= HELD_FROM_CHARACTERS) release = holdBytes(text.length)
    body.push(text)
  }

  async function readNext(): Promise<void> {
    try {
      const { done, value } = await iterator.next()
      isReading = false
      if (isEnded) return
      if (done) end(format.end)
      else if ('data' in value) sendEvent(format.event(value))
      else end(format.failure(value.errors ?? []))
    } catch (error) {
      end(format.failure(maskErrors([error], record)))
    }
  }

  const body = new Readable({
    read() {
      if (isReading) return
      isReading = true
      release()
      void readNext()
    },
    destroy(_error, done) {
      cancelHeartbeat()
      release()
      endSubscription().finally(() => done(null))
    },
  })

  function endSubscription(): Promise<unknown> {
    return Promise.resolve(iterator.return?.()).catch((error: unknown) =>
      record.logger.error({ err: error }, 'unexpected error'),
    )
  }

  body.push(format.start)
  return {
    stream: body,
    interrupt(last) {
      end(last)
      void endSubscription()
    },
  }
}

/** Returns errors that belong to the whole subscription as they are sent: without a path and a location. */
export function plainErrors(errors: readonly GraphQLError[]): readonly object[] {
  return errors.map(({ message, extensions: { http: _, ...extensions } }) => ({ message, extensions }))
}
