import type { Plugin } from 'graphql-yoga'
import { z } from 'zod'
import type { ExpiryOptions } from '../auth/expiry.ts'
import { codedError } from '../coded-error.ts'
import type { Admission } from '../execution/admission.ts'
import { acceptsVariant } from '../media-types.ts'
import type { ServerContext } from '../observability/request-record.ts'
import {
  type CallbackRequest,
  type CallbackSubscription,
  startCallbackSubscription,
} from './callback-subscription.ts'
import { allowedCallbackUrl } from './callback-url.ts'

/** Options of {@link createCallbacks}. */
export interface CallbackOptions extends ExpiryOptions {
  /** Counts bytes that routers have not acknowledged. */
  readonly admission: Pick<Admission, 'holdBytes'>
  readonly callbacks: {
    /** URL prefixes that may be called. If empty, subscriptions over HTTP callbacks are disabled. */
    readonly urls: readonly string[]
    /** Maximum number of concurrent subscriptions. */
    readonly maxSubscriptions: number
    /** Timeout of one call to a router in milliseconds. */
    readonly timeoutMs: number
  }
  /** Time for calls to finish on {@link Callbacks.close}, in milliseconds. */
  readonly shutdownGraceMs: number
}

/** Subscriptions over HTTP callbacks. */
export interface Callbacks {
  /** Must come after the plugins that execute subscriptions. */
  readonly plugin: Plugin<ServerContext, ServerContext>
  /** Completes every subscription with `SHUTTING_DOWN`, and waits until all timers and calls have ended. Final. */
  close(): Promise<void>
}

const extensions = z.object({
  subscription: z.object({
    callbackUrl: z.string().max(2048),
    subscriptionId: z.string().min(1).max(256),
    verifier: z.string().max(4096),
    heartbeatIntervalMs: z.int().min(0).max(86_400_000).default(5000),
  }),
})

/**
 * Implements Apollo's HTTP callback protocol 1.0. The response confirms a subscription, and its events are POSTed to
 * the router that requested it.
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/callback-protocol
 */
export function createCallbacks(options: CallbackOptions): Callbacks {
  const { callbacks, schedule, clock, shutdownGraceMs, admission } = options
  const { urls, maxSubscriptions, timeoutMs } = callbacks
  const open = new Set<CallbackSubscription>()
  const cut = new AbortController()
  let isClosing = false

  /**
   * Validates the request for a callback.
   * @throws {GraphQLError} if it is malformed or not allowed.
   */
  function admit(asked: unknown): CallbackRequest {
    if (urls.length === 0) {
      throw codedError(
        'CALLBACK_NOT_ALLOWED',
        'Subscriptions over HTTP callbacks are disabled: set SUBSCRIPTION_CALLBACK_URLS, or use another transport.',
        400,
      )
    }
    const { data, error } = extensions.safeParse({ ...Object(asked) })
    if (error) {
      const wrong = new Set(error.issues.map(({ path }) => ['extensions', ...path].join('.')))
      throw codedError('BAD_REQUEST', `Missing or invalid: ${[...wrong].join(', ')}.`, 400)
    }
    const { callbackUrl, subscriptionId, verifier, heartbeatIntervalMs } = data.subscription
    const url = allowedCallbackUrl(callbackUrl, urls)
    if (url === undefined) {
      throw codedError(
        'CALLBACK_NOT_ALLOWED',
        'The callback URL is not allowed: add its prefix to SUBSCRIPTION_CALLBACK_URLS.',
        400,
      )
    }
    if (isClosing) throw codedError('SHUTTING_DOWN', 'The gateway is shutting down: retry.', 503)
    if (open.size >= maxSubscriptions) {
      const message = `Too many subscriptions over HTTP callbacks: at most ${maxSubscriptions} at a time (SUBSCRIPTION_CALLBACK_MAX). Retry later.`
      throw codedError('TOO_MANY_SUBSCRIPTIONS', message, 503)
    }
    return { url, id: subscriptionId, verifier, heartbeatIntervalMs }
  }

  return {
    plugin: {
      onSubscribe({ args: { contextValue }, subscribeFn, setSubscribeFn }) {
        const { request, params, record } = contextValue
        const isAsked = acceptsVariant(request.headers, 'application/json', 'callbackspec=1.0')
        // Routers use POST. A GET may come from a page of another origin.
        if (!isAsked || request.method !== 'POST') return
        setSubscribeFn(async (args) => {
          const subscription = startCallbackSubscription(
            admit(params.extensions),
            () => subscribeFn(args),
            { schedule, clock, timeoutMs, signal: cut.signal, admission },
            record,
          )
          open.add(subscription)
          void subscription.closed.then(() => open.delete(subscription))
          return subscription.answer
        })
      },
    },
    async close() {
      isClosing = true
      const cancelFuse = schedule(shutdownGraceMs, () => cut.abort())
      const reason = codedError('SHUTTING_DOWN', 'The gateway is shutting down: subscribe again.')
      for (const subscription of open) subscription.interrupt(reason)
      await Promise.all([...open].map(({ closed }) => closed))
      cancelFuse()
    },
  }
}
