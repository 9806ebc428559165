import type { ExecutionResult, GraphQLError } from 'graphql'
import pLimit from 'p-limit'
import type { Schedule } from '../../inventory/clock.ts'
import { jsonSizeOf } from '../execution/json-size.ts'
import { refusal } from '../refusal.ts'
import type { CallbackMessage, CallbackOutcome, CallRouter } from './callback-router.ts'

/** What a delivery needs. */
export interface DeliveryOptions {
  /** Counts bytes that the router has not acknowledged; the result stops counting them. */
  readonly holdBytes: (bytes: number) => () => void
  readonly call: CallRouter
  readonly schedule: Schedule
  /** Within which the router wants to hear of the subscription; 0 when it does not. */
  readonly heartbeatIntervalMs: number
  readonly maskResult: (result: ExecutionResult) => ExecutionResult
  readonly maskError: (error: unknown) => readonly GraphQLError[]
  /** Ends the events. */
  readonly onRefused: () => void
  /** Why the gateway ended the events, if it did. */
  readonly interruption: () => GraphQLError | undefined
}

/** Early enough for a late answer and another attempt. */
const HEARTBEAT_SHARE = 2 / 3
/** A router that wants to hear more often than this does not get it. */
const MIN_HEARTBEAT_MS = 100

/**
 * Sends a subscription's events to its router until either ends it: in order, one call at a time. The next event is
 * read when the last one is acknowledged, so that what waits for a slow router waits in the feed, which bounds it.
 */
export async function deliver(
  events: AsyncIterator<ExecutionResult>,
  options: DeliveryOptions,
): Promise<CallbackOutcome> {
  const { call, schedule, heartbeatIntervalMs, maskResult, maskError, onRefused, interruption } = options
  const inTurn = pLimit(1)
  let outcome: CallbackOutcome = 'acknowledged'
  let hasEnded = false
  let cancelHeartbeat = () => {}

  function send(message: CallbackMessage): Promise<CallbackOutcome> {
    return inTurn(async () => {
      if (outcome !== 'acknowledged') return outcome
      outcome = await call(message)
      if (outcome !== 'acknowledged') onRefused()
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
        const release = options.holdBytes(jsonSizeOf(payload, Number.POSITIVE_INFINITY))
        await send({ action: 'next', payload }).finally(release)
      }
      // The protocol has no broken streams: without an error, clients would count the subscription as finished.
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
  // The router is not to wait for what it will not get; if it cannot be told, its own patience has to end that.
  if (last === 'failed') {
    const lost = refusal('CALLBACK_FAILED', 'An event could not be delivered: subscribe again.')
    await call({ action: 'complete', errors: [lost] }, 1)
  }
  return last
}
