import type { ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable } from 'graphql-yoga'
import { type ExpiryOptions, runAt } from '../auth/expiry.ts'
import { codedError } from '../coded-error.ts'
import { maskErrors, maskResult } from '../errors.ts'
import type { Admission } from '../execution/admission.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import { deliver } from './callback-delivery.ts'
import { type CallbackAddress, type CallbackRouterOptions, createCallRouter } from './callback-router.ts'

/** Subscription requested by a router, with an allowed URL. */
export interface CallbackRequest extends CallbackAddress {
  /** Maximum interval between messages to the router, in milliseconds; 0: no heartbeats. */
  readonly heartbeatIntervalMs: number
}

/** Subscription whose events are sent to a router. */
export interface CallbackSubscription {
  /** Response to the router's request: confirmation or errors. */
  readonly answer: Promise<unknown>
  /** Resolves when no work of the subscription is left. */
  readonly closed: Promise<void>
  /** Completes the subscription with an error. */
  interrupt(reason: GraphQLError): void
}

const STARTED: ExecutionResult = {
  data: null,
  extensions: { http: { headers: { 'subscription-protocol': 'callback/1.0' } } },
}

/** Starts a subscription: asks the router to confirm it, then sends the events until either side ends it. */
export function startCallbackSubscription(
  request: CallbackRequest,
  subscribe: () => unknown,
  options: CallbackRouterOptions & ExpiryOptions & { readonly admission: Pick<Admission, 'holdBytes'> },
  record: RequestRecord,
): CallbackSubscription {
  const { id, heartbeatIntervalMs } = request
  const { logger } = record
  /** Released as soon as possible, because it retains the whole operation. */
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
    // Not awaited, because the `return` of a generator waits for its next event.
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
      const message =
        'The callback URL did not confirm the subscription: it must respond to a check with 204.'
      return { answer: { errors: [codedError('CALLBACK_FAILED', message, 400)] } }
    }
    const delivery = deliver(iterator, {
      call,
      schedule: options.schedule,
      holdBytes: (bytes) => options.admission.holdBytes(record.limitKey ?? '', bytes),
      heartbeatIntervalMs,
      maskResult: (result) => maskResult(result, record),
      maskError: (error) => maskErrors([error], record),
      onRejected: end,
      interruption: () => interruption,
    })
    const cancelExpiry = scheduleExpiry()
    return {
      answer: STARTED,
      delivery: delivery.then((outcome) => {
        cancelExpiry()
        logger.info({ subscriptionId: id, outcome }, 'subscription over HTTP callbacks ended')
      }),
    }
  }

  function scheduleExpiry(): () => void {
    const { expiresAt } = record.identity ?? {}
    if (expiresAt === undefined) return () => {}
    const reason = codedError('TOKEN_EXPIRED', 'The token of this subscription has expired: subscribe again.')
    return runAt(expiresAt, () => interrupt(reason), options)
  }

  const started = start()
  return {
    answer: started.then(({ answer }) => answer),
    // `answer` reports a failure to start.
    closed: started.then(
      ({ delivery }) => delivery,
      () => undefined,
    ),
    interrupt,
  }
}
