import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { Schedule } from '../../clock.ts'
import { textOf } from '../execution/serialized-results.ts'

/** Message about one subscription to a router, in Apollo's callback protocol. */
export type CallbackMessage =
  | { readonly action: 'check' }
  | { readonly action: 'next'; readonly payload: ExecutionResult }
  | { readonly action: 'complete'; readonly errors?: readonly GraphQLError[] }

/** Outcome of a call. `gone`: the router no longer knows the subscription. */
export type CallbackOutcome = 'acknowledged' | 'gone' | 'failed'

/** Subscription as identified by the router. */
export interface CallbackAddress {
  readonly url: string
  readonly id: string
  /** Secret that proves to the router that it requested the subscription. */
  readonly verifier: string
}

/** Options of calls to routers. */
export interface CallbackRouterOptions {
  readonly schedule: Schedule
  /** Timeout of one call in milliseconds. */
  readonly timeoutMs: number
  /** Fails all calls when it aborts. */
  readonly signal: AbortSignal
}

/**
 * Calls a router; never rejects.
 * @param attempts maximum number of attempts. Default: {@link MAX_ATTEMPTS}.
 */
export type CallRouter = (message: CallbackMessage, attempts?: number) => Promise<CallbackOutcome>

const PROTOCOL = { 'content-type': 'application/json', 'subscription-protocol': 'callback/1.0' }
const MAX_ATTEMPTS = 4
const RETRY_BASE_MS = 200
/** Responses up to this size are read to their end, which keeps the connection open for the next call. */
const MAX_ANSWER_BYTES = 4096

/** Creates the calls of one subscription to its router. Retries transient failures; does not follow redirects. */
export function createCallRouter(
  { url, id, verifier }: CallbackAddress,
  { schedule, timeoutMs, signal }: CallbackRouterOptions,
  logger: Logger,
): CallRouter {
  function bodyOf(message: CallbackMessage): string {
    const envelope = { kind: 'subscription', id, verifier }
    if (message.action !== 'next') return JSON.stringify({ ...envelope, ...message })
    const { action, payload } = message
    return `${JSON.stringify({ ...envelope, action }).slice(0, -1)},"payload":${textOf(payload)}}`
  }

  /** Sends one call. Returns its status, or undefined if there was no response. */
  async function post(message: CallbackMessage): Promise<number | undefined> {
    const timeout = new AbortController()
    const cancelTimeout = schedule(timeoutMs, () =>
      timeout.abort(new Error(`No response within ${timeoutMs} ms (SUBSCRIPTION_CALLBACK_TIMEOUT_MS)`)),
    )
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: PROTOCOL,
        body: bodyOf(message),
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout.signal]),
      })
      const bytes = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY)
      await (bytes <= MAX_ANSWER_BYTES ? response.arrayBuffer() : response.body?.cancel())
      logger.debug({ subscriptionId: id, action: message.action, status: response.status }, 'callback sent')
      return response.status
    } catch (error) {
      logger.debug({ subscriptionId: id, action: message.action, err: error }, 'callback failed')
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

/** Returns true if the router acknowledged. A check requires 204, which other servers are unlikely to return. */
function isAcknowledged(status: number, { action }: CallbackMessage): boolean {
  return action === 'check' ? status === 204 : status >= 200 && status < 300
}

/** Returns true for transient failures, as in Apollo Server: no response, a server error, or throttling. */
function mayPass(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 429
}
