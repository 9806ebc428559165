import { Readable } from 'node:stream'
import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Schedule } from '../../clock.ts'
import { maskErrors } from '../errors.ts'
import type { RequestRecord } from '../observability/request-record.ts'

/** Wire format of a subscription over one HTTP response. */
export interface EventStreamFormat {
  readonly contentType: string
  /** Sent immediately, before the first event, so that proxies and browsers see the start of the response. */
  readonly start: string
  /** Keeps an idle stream alive. Clients ignore it. */
  readonly heartbeat: string
  event(result: ExecutionResult): string
  /** Ends a finished subscription. Clients do not reconnect. */
  readonly end: string
  /** Ends a failed subscription with its errors. */
  failure(errors: readonly GraphQLError[]): string
  /**
   * Comment that ends the stream when the token has expired. Without `end`, clients see a broken connection.
   */
  readonly expired?: string
}

/** Response body of a subscription. */
export interface EventStreamBody {
  readonly stream: Readable
  /** Ends the subscription, and ends the body with this text. */
  interrupt(last: string): void
}

/** Options of {@link eventStreamBody}. */
export interface EventStreamOptions {
  /** Counts bytes that the client has not read. Returns a function that stops counting them. */
  readonly holdBytes: (bytes: number) => () => void
  readonly schedule: Schedule
  /** Heartbeat interval in milliseconds. */
  readonly heartbeatIntervalMs: number
}

/** Smaller events fit into the buffers of a socket. */
const HELD_FROM_CHARACTERS = 64 * 1024

/**
 * Creates the response body of a subscription. Reads the next event only when the client reads, so that the backlog of
 * a slow client stays in the bounded queue of the feed. Destroying the stream ends the subscription.
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
      // Skipped while the client still has an event to read.
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

  /** Counts the bytes of an event until the next one is requested. The stream buffers one event at a time. */
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

/** Returns errors of a whole subscription as sent to clients, without path and locations. */
export function plainErrors(errors: readonly GraphQLError[]): readonly object[] {
  return errors.map(({ message, extensions: { http: _, ...extensions } }) => ({ message, extensions }))
}
