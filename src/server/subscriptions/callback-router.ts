import type { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { Schedule } from '../../inventory/clock.ts'

/** What a router of Apollo's callback protocol is told about one subscription. */
export type CallbackMessage =
  | { readonly action: 'check' }
  | { readonly action: 'next'; readonly payload: unknown }
  | { readonly action: 'complete'; readonly errors?: readonly GraphQLError[] }

/** What came of telling it: `gone` means that the router does not know the subscription any more. */
export type CallbackOutcome = 'acknowledged' | 'gone' | 'failed'

/** A subscription as the router names it. */
export interface CallbackAddress {
  readonly url: string
  readonly id: string
  /** Proves to the router that it was asked for; a secret. */
  readonly verifier: string
}

/** How routers are called. */
export interface CallbackRouterOptions {
  readonly schedule: Schedule
  /** Milliseconds that a router has to answer one call. */
  readonly timeoutMs: number
  /** Aborted, every call ends as failed. */
  readonly signal: AbortSignal
}

/** Tells a router; never rejects. @param attempts how often at most. */
export type CallRouter = (message: CallbackMessage, attempts?: number) => Promise<CallbackOutcome>

const PROTOCOL = { 'content-type': 'application/json', 'subscription-protocol': 'callback/1.0' }
const MAX_ATTEMPTS = 4
const RETRY_BASE_MS = 200
/** An answer that is read to its end leaves the connection open for the next call. */
const MAX_ANSWER_BYTES = 4096

/** Makes the calls of one subscription to its router. Redirects are not followed, and failures that may pass retried. */
export function createCallRouter(
  { url, id, verifier }: CallbackAddress,
  { schedule, timeoutMs, signal }: CallbackRouterOptions,
  logger: Logger,
): CallRouter {
  /** The status of one call; undefined when there was no answer. */
  async function post(message: CallbackMessage): Promise<number | undefined> {
    const timeout = new AbortController()
    const cancelTimeout = schedule(timeoutMs, () => timeout.abort(new Error(`No answer in ${timeoutMs} ms`)))
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: PROTOCOL,
        body: JSON.stringify({ kind: 'subscription', id, verifier, ...message }),
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout.signal]),
      })
      const bytes = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY)
      await (bytes <= MAX_ANSWER_BYTES ? response.arrayBuffer() : response.body?.cancel())
      logger.debug({ subscriptionId: id, action: message.action, status: response.status }, 'callback')
      return response.status
    } catch (error) {
      logger.debug({ subscriptionId: id, action: message.action, err: error }, 'callback')
      return undefined
    } finally {
      cancelTimeout()
    }
  }

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = schedule(delayMs, done)
      function done(): void {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done)
    })
  }

  return async (message, attempts = MAX_ATTEMPTS) => {
    for (let attempt = 1; ; attempt++) {
      const status = await post(message)
      if (status === 404) return 'gone'
      if (status !== undefined && isAcknowledged(status, message)) return 'acknowledged'
      if (!mayPass(status) || attempt >= attempts || signal.aborted) return 'failed'
      await pause(RETRY_BASE_MS * 2 ** (attempt - 1))
    }
  }
}

/** Nothing but a router answers a check with 204 by chance. */
function isAcknowledged(status: number, { action }: CallbackMessage): boolean {
  return action === 'check' ? status === 204 : status >= 200 && status < 300
}

/** As Apollo Server has it: what is no answer or the server's fault is worth another attempt, a refusal is not. */
function mayPass(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 429
}
