import type { ExecutionResult, GraphQLError } from 'graphql'
import pLimit from 'p-limit'
import type { Schedule } from '../../clock.ts'
import { codedError } from '../coded-error.ts'
import { jsonSizeOf } from '../execution/json-size.ts'
import { dataTextOf } from '../execution/serialized-results.ts'
import type { CallbackMessage, CallbackOutcome, CallRouter } from './callback-router.ts'

/** Options of {@link deliver}. */
export interface DeliveryOptions {
  /** Counts bytes that the router has not acknowledged. Returns a function that stops counting them. */
  readonly holdBytes: (bytes: number) => () => void
  readonly call: CallRouter
  readonly schedule: Schedule
  /** Maximum interval between messages to the router, in milliseconds; 0: no heartbeats. */
  readonly heartbeatIntervalMs: number
  readonly maskResult: (result: ExecutionResult) => ExecutionResult
  readonly maskError: (error: unknown) => readonly GraphQLError[]
  /** Ends the events. Called when the router rejects a message or cannot be reached. */
  readonly onRejected: () => void
  /** Returns the reason if the gateway ended the events, else undefined. */
  readonly interruption: () => GraphQLError | undefined
}

/** Fraction of the interval after which a heartbeat is sent. The rest is for a slow response and a retry. */
const HEARTBEAT_SHARE = 2 / 3
/** Minimum interval of heartbeats, even if the router requests a shorter one. */
const MIN_HEARTBEAT_MS = 100

/**
 * Sends the events of a subscription to its router, in order and one at a time, until either side ends the
 * subscription. Reads the next event only after the last one is acknowledged, so that the backlog of a slow router
 * stays in the bounded queue of the feed.
 */
export async function deliver(
  events: AsyncIterator<ExecutionResult>,
  options: DeliveryOptions,
): Promise<CallbackOutcome> {
  const { call, schedule, heartbeatIntervalMs, maskResult, maskError, onRejected, interruption } = options
  const inTurn = pLimit(1)
  let outcome: CallbackOutcome = 'acknowledged'
  let hasEnded = false
  let cancelHeartbeat = () => {}

  function send(message: CallbackMessage): Promise<CallbackOutcome> {
    return inTurn(async () => {
      if (outcome !== 'acknowledged') return outcome
      outcome = await call(message)
      if (outcome !== 'acknowledged') onRejected()
      return outcome
    })
  }

  function scheduleHeartbeat(): void {
    if (heartbeatIntervalMs === 0 || hasEnded || outcome !== 'acknowledged') return
    const delayMs = Math.max(heartbeatIntervalMs * HEARTBEAT_SHARE, MIN_HEARTBEAT_MS)
    cancelHeartbeat = schedule(delayMs, () => {
      void send({ action: 'check' }).then(scheduleHeartbeat)
    })
  }

  async function sendEvents(): Promise<readonly GraphQLError[] | undefined> {
    try {
      for (let next = await events.next(); !next.done; next = await events.next()) {
        const payload = maskResult(next.value)
        const bytes = dataTextOf(payload)?.length ?? jsonSizeOf(payload, Number.POSITIVE_INFINITY)
        const release = options.holdBytes(bytes)
        await send({ action: 'next', payload }).finally(release)
      }
      // The protocol cannot express a broken stream. Without an error, clients would take the subscription for
      // finished.
      const interrupted = interruption()
      return interrupted && [interrupted]
    } catch (error) {
      return maskError(error)
    }
  }

  scheduleHeartbeat()
  const errors = await sendEvents()
  hasEnded = true
  cancelHeartbeat()
  const last = await send({ action: 'complete', ...(errors && { errors }) })
  // Completes the subscription at the router. If this fails as well, the router times out.
  if (last === 'failed') {
    const lost = codedError(
      'CALLBACK_FAILED',
      'An event could not be delivered to the callback URL: subscribe again.',
    )
    await call({ action: 'complete', errors: [lost] }, 1)
  }
  return last
}
