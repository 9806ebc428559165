import type { Plugin } from 'graphql-yoga'
import { z } from 'zod'
import type { ExpiryOptions } from '../auth/expiry.ts'
import type { Admission } from '../execution/admission.ts'
import type { ServerContext } from '../observability/request-record.ts'
import { refusal } from '../refusal.ts'
import { acceptsVariant } from './accept.ts'
import {
  type CallbackRequest,
  type CallbackSubscription,
  startCallbackSubscription,
} from './callback-subscription.ts'
import { allowedCallbackUrl } from './callback-url.ts'

/** What subscriptions by HTTP callback may do. */
export interface CallbackOptions extends ExpiryOptions {
  /** Counts what routers have not acknowledged. */
  readonly admission: Pick<Admission, 'holdBytes'>
  readonly callbacks: {
    /** The prefixes of the URLs that may be called; without any, there are no such subscriptions. */
    readonly urls: readonly string[]
    /** Subscriptions at a time. */
    readonly maxSubscriptions: number
    /** Milliseconds that a router has to answer one call. */
    readonly timeoutMs: number
  }
  /** Milliseconds that calls get to finish on {@link Callbacks.close}. */
  readonly shutdownGraceMs: number
}

/** Subscriptions by HTTP callback. */
export interface Callbacks {
  /** Comes after the plugins that execute subscriptions. */
  readonly plugin: Plugin<ServerContext, ServerContext>
  /** Completes every subscription with `SHUTTING_DOWN`; no timer and no call is left. Final. */
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
 * Serves Apollo's HTTP callback protocol, version 1.0: a subscription is answered at once, and its events are POSTed
 * to the router that asked for it.
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/callback-protocol
 */
export function createCallbacks(options: CallbackOptions): Callbacks {
  const { callbacks, schedule, clock, shutdownGraceMs, admission } = options
  const { urls, maxSubscriptions, timeoutMs } = callbacks
  const open = new Set<CallbackSubscription>()
  const cut = new AbortController()
  let isClosing = false

  /** @throws {GraphQLError} what keeps it from being called back. */
  function admit(asked: unknown): CallbackRequest {
    if (urls.length === 0) {
      throw refusal('CALLBACK_NOT_ALLOWED', 'Subscriptions by callback are off: use another transport.', 400)
    }
    const { data, error } = extensions.safeParse({ ...Object(asked) })
    if (error) {
      const wrong = new Set(error.issues.map(({ path }) => ['extensions', ...path].join('.')))
      throw refusal('BAD_REQUEST', `Missing or wrong: ${[...wrong].join(', ')}.`, 400)
    }
    const { callbackUrl, subscriptionId, verifier, heartbeatIntervalMs } = data.subscription
    const url = allowedCallbackUrl(callbackUrl, urls)
    if (url === undefined) {
      throw refusal('CALLBACK_NOT_ALLOWED', 'The callback URL is none of those that are allowed.', 400)
    }
    if (isClosing) throw refusal('SHUTTING_DOWN', 'The gateway is shutting down: try again.', 503)
    if (open.size >= maxSubscriptions) {
      const message = `There may be ${maxSubscriptions} subscriptions by callback at a time.`
      throw refusal('TOO_MANY_SUBSCRIPTIONS', message, 503)
    }
    return { url, id: subscriptionId, verifier, heartbeatIntervalMs }
  }

  return {
    plugin: {
      onSubscribe({ args: { contextValue }, subscribeFn, setSubscribeFn }) {
        const { request, params, record } = contextValue
        const isAsked = acceptsVariant(request.headers, 'application/json', 'callbackspec=1.0')
        // A GET is what a page of another origin can send; routers POST.
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
      const reason = refusal('SHUTTING_DOWN', 'The gateway is shutting down: subscribe again.')
      for (const subscription of open) subscription.interrupt(reason)
      await Promise.all([...open].map(({ closed }) => closed))
      cancelFuse()
    },
  }
}
