import type { ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable } from 'graphql-yoga'
import { type ExpiryOptions, runAt } from '../auth/expiry.ts'
import { maskErrors, maskResult } from '../errors.ts'
import type { Admission } from '../execution/admission.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import { refusal } from '../refusal.ts'
import { deliver } from './callback-delivery.ts'
import { type CallbackAddress, type CallbackRouterOptions, createCallRouter } from './callback-router.ts'

/** A subscription as the router asked for it, at a URL that is allowed. */
export interface CallbackRequest extends CallbackAddress {
  /** Milliseconds within which the router wants to hear of it; 0 when it does not. */
  readonly heartbeatIntervalMs: number
}

/** A subscription whose events go to a router. */
export interface CallbackSubscription {
  /** What the router's request is answered with: that it has begun, or why it has not. */
  readonly answer: Promise<unknown>
  /** Resolves when nothing of it is under way any more. */
  readonly closed: Promise<void>
  /** Completes it with the error that says why. */
  interrupt(reason: GraphQLError): void
}

const STARTED: ExecutionResult = {
  data: null,
  extensions: { http: { headers: { 'subscription-protocol': 'callback/1.0' } } },
}

/** Subscribes, asks the router to confirm that it wants the events, then sends them until either ends it. */
export function startCallbackSubscription(
  request: CallbackRequest,
  subscribe: () => unknown,
  options: CallbackRouterOptions & ExpiryOptions & { readonly admission: Pick<Admission, 'holdBytes'> },
  record: RequestRecord,
): CallbackSubscription {
  const { id, heartbeatIntervalMs } = request
  const { logger } = record
  /** Held no longer than needed: it has the whole operation in it. */
  let begin: (() => unknown) | undefined = subscribe
  let iterator: AsyncIterator<ExecutionResult> | undefined
  let hasEnded = false
  let interruption: GraphQLError | undefined

  function interrupt(reason: GraphQLError): void {
    interruption ??= reason
    end()
  }

  function end(): void {
    hasEnded = true
    // Not waited for: a generator's `return` waits for its next event.
    Promise.resolve(iterator?.return?.()).catch((error: unknown) =>
      logger.error({ err: error }, 'unexpected error'),
    )
  }

  async function start(): Promise<{ readonly answer: unknown; readonly delivery?: Promise<void> }> {
    const starting = begin?.()
    begin = undefined
    const events = await starting
    if (!isAsyncIterable<ExecutionResult>(events)) return { answer: events }
    iterator = events[Symbol.asyncIterator]()
    if (hasEnded) end()
    const call = createCallRouter(request, options, logger)
    if ((await call({ action: 'check' })) !== 'acknowledged') {
      end()
      const message = 'The callback URL did not confirm the subscription.'
      return { answer: { errors: [refusal('CALLBACK_FAILED', message, 400)] } }
    }
    const delivery = deliver(iterator, {
      call,
      schedule: options.schedule,
      holdBytes: (bytes) => options.admission.holdBytes(record.limitKey ?? '', bytes),
      heartbeatIntervalMs,
      maskResult: (result) => maskResult(result, record),
      maskError: (error) => maskErrors([error], record),
      onRefused: end,
      interruption: () => interruption,
    })
    const cancelExpiry = scheduleExpiry()
    return {
      answer: STARTED,
      delivery: delivery.then((outcome) => {
        cancelExpiry()
        logger.info({ subscriptionId: id, outcome }, 'subscription by callback ended')
      }),
    }
  }

  function scheduleExpiry(): () => void {
    const { expiresAt } = record.identity ?? {}
    if (expiresAt === undefined) return () => {}
    const reason = refusal('TOKEN_EXPIRED', 'The token of this subscription has expired: subscribe again.')
    return runAt(expiresAt, () => interrupt(reason), options)
  }

  const started = start()
  return {
    answer: started.then(({ answer }) => answer),
    // Why it has not started is the answer's to tell.
    closed: started.then(
      ({ delivery }) => delivery,
      () => undefined,
    ),
    interrupt,
  }
}
