import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Message received by a router. */
export interface RouterMessage {
  readonly kind: string
  readonly action: 'check' | 'next' | 'complete'
  readonly id: string
  readonly verifier: string
  readonly payload?: { readonly data?: unknown; readonly errors?: readonly unknown[] }
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** Response of a router: a status with optional headers, or none. */
export type RouterAnswer =
  | number
  | { readonly status: number; readonly headers: Record<string, string> }
  | 'never'

/** Callback side of a router. */
export interface CallbackRouter extends AsyncDisposable {
  /** Callback URL, for instance `http://127.0.0.1:1234/callback`. */
  readonly url: string
  /** Messages received so far. */
  readonly messages: readonly RouterMessage[]
  /** Returns the maximum number of concurrent calls. */
  readonly atOnce: () => number
  /** Handler of further messages, possibly asynchronous; follows the protocol by default. */
  answer: (message: RouterMessage) => RouterAnswer | Promise<RouterAnswer>
  /** Resolves with all messages once that many have arrived. */
  received(count: number): Promise<readonly RouterMessage[]>
}

/** Responds according to the protocol. */
export function acknowledge({ action }: RouterMessage): RouterAnswer {
  return action === 'check' ? { status: 204, headers: { 'subscription-protocol': 'callback/1.0' } } : 200
}

/** Starts a router's callback side on a free port. */
export async function startCallbackRouter(): Promise<CallbackRouter> {
  const messages: RouterMessage[] = []
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  let underWay = 0
  let atOnce = 0
  const server = createServer(async (request, response) => {
    underWay++
    atOnce = Math.max(atOnce, underWay)
    response.once('close', () => underWay--)
    const message = { ...JSON.parse(await text(request)), path: request.url ?? '', headers: request.headers }
    messages.push(message)
    for (const waiter of waiting) if (messages.length >= waiter.count) waiter.resolve()
    const answer = await router.answer(message)
    if (answer === 'never') return
    const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer
    response.writeHead(status, headers).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const router: CallbackRouter = {
    url: `http://127.0.0.1:${port}/callback`,
    messages,
    atOnce: () => atOnce,
    answer: acknowledge,
    async received(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (messages.length >= count) resolve()
      waiting.add({ count, resolve })
      await promise
      return messages
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return router
}

/** Subscription requested by a router. */
export interface CallbackSubscriptionOptions {
  readonly callbackUrl: string
  readonly subscriptionId?: string
  readonly heartbeatIntervalMs?: number
  readonly accept?: string
}

export const VERIFIER = 'a-verifier-that-nobody-shall-read'

/** Subscribes like Apollo's router. */
export function subscribeByCallback(
  url: string,
  query: string,
  { accept = 'application/json;callbackSpec=1.0', ...asked }: CallbackSubscriptionOptions,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const subscription = { subscriptionId: 'one', verifier: VERIFIER, heartbeatIntervalMs: 0, ...asked }
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, extensions: { subscription } }),
  })
}
